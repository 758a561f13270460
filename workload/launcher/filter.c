/*
 * The seccomp filter: a search tree over call numbers. What starts programs, brings code into memory, opens files for
 * writing, reaches others or changes users stops for the launcher; nearly everything else passes untouched.
 *
 * A call that stops and finds no launcher fails with ENOSYS: that is what keeps a process that got away from it from
 * starting anything.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/syscall.h>

#include "launcher.h"

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the launcher knows x86-64 and arm64"
#endif

/* Numbers that older headers lack; they are the same on both machines. */
enum { CALL_OPENAT2 = 437, CALL_CLONE3 = 435, CALL_PIDFD_OPEN = 434, CALL_PIDFD_GETFD = 438, CALL_PROCESS_MADVISE = 440,
       CALL_MOUNT_SETATTR = 442, CALL_PROCESS_MRELEASE = 448, CALL_IO_URING_SETUP = 425, CALL_OPEN_TREE_ATTR = 467 };

/* When a rule applies, by one argument. */
enum test { ANY, HAS_BITS, EQUALS, NOT_ZERO, SOCKET, HIDES };

struct rule {
  long call;
  enum test test;
  int argument;
  uint32_t value;
  uint32_t answer;
};

#define STOP(what) (SECCOMP_RET_TRACE | (what))
#define MISSING (SECCOMP_RET_ERRNO | ENOSYS)
/* Done, as far as the process can tell. */
#define PASSED_OVER SECCOMP_RET_ERRNO
/* Two flags of clone that older headers lack or that overlap with a signal: CLONE_UNTRACED, and all new namespaces. */
#define NEW_WORLD (CLONE_UNTRACED | CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)
#define PROTECTION_EXEC 4
#define NEW_LISTENER 8

static struct rule rules[192];
static size_t rule_count;

static void add(long call, enum test test, int argument, uint32_t value, uint32_t answer) {
  if (rule_count == sizeof rules / sizeof *rules) abort();
  rules[rule_count++] = (struct rule){call, test, argument, value, answer};
}

static void stop(long call, enum stop what) {
  add(call, ANY, 0, 0, STOP(what));
}

static void add_programs_and_code(void) {
  stop(SYS_execve, STOP_EXEC);
  stop(SYS_execveat, STOP_EXEC_AT);
  add(SYS_mmap, HAS_BITS, 2, PROTECTION_EXEC, STOP(STOP_MAP));
  add(SYS_mprotect, HAS_BITS, 2, PROTECTION_EXEC, STOP(STOP_PROTECT));
  add(SYS_pkey_mprotect, HAS_BITS, 2, PROTECTION_EXEC, STOP(STOP_PROTECT));
  add(SYS_shmat, HAS_BITS, 2, SHM_EXEC, STOP(STOP_REFUSE));
  add(SYS_personality, HAS_BITS, 0, READ_IMPLIES_EXEC, STOP(STOP_REFUSE));
  /* Writing into the memory of a process, itself included, goes through a file. */
  add(SYS_openat, HAS_BITS, 2, 3, STOP(STOP_OPEN));
#ifdef SYS_open
  add(SYS_open, HAS_BITS, 1, 3, STOP(STOP_OPEN));
  stop(SYS_creat, STOP_OPEN);
#endif
  /* What stands in memory cannot be filtered. The C library falls back to the older calls. */
  add(CALL_OPENAT2, ANY, 0, 0, MISSING);
  add(CALL_CLONE3, ANY, 0, 0, MISSING);
  add(CALL_IO_URING_SETUP, ANY, 0, 0, MISSING);
}

static void add_reach_and_users(void) {
  stop(SYS_connect, STOP_REACH);
  stop(SYS_sendmsg, STOP_REACH);
  stop(SYS_sendmmsg, STOP_REACH);
  add(SYS_sendto, NOT_ZERO, 4, 0, STOP(STOP_REACH));
  add(SYS_socket, SOCKET, 0, 0, STOP(STOP_REFUSE));
  stop(SYS_setuid, STOP_USER);
  stop(SYS_setreuid, STOP_USER);
  stop(SYS_setresuid, STOP_USER);
  stop(SYS_setfsuid, STOP_USER);
}

/* What no program of a container needs, and what would take a process away from the launcher or the list. */
static void add_refused(void) {
  static const long refused[] = {
      SYS_ptrace, SYS_process_vm_writev, SYS_unshare, SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_bpf,
      SYS_perf_event_open, SYS_userfaultfd, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load,
      SYS_kexec_file_load, SYS_reboot, SYS_swapon, SYS_swapoff, SYS_acct, SYS_quotactl, SYS_add_key, SYS_request_key,
      SYS_keyctl, SYS_open_by_handle_at, CALL_PIDFD_GETFD, CALL_PROCESS_MADVISE, CALL_MOUNT_SETATTR,
      CALL_PROCESS_MRELEASE, CALL_OPEN_TREE_ATTR,
      /* open_tree, move_mount, fsopen, fsconfig, fsmount, fspick */
      428, 429, 430, 431, 432, 433,
#ifdef SYS_iopl
      SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_uselib,
#endif
  };
  for (size_t i = 0; i < sizeof refused / sizeof *refused; i += 1) stop(refused[i], STOP_REFUSE);
  /* A process that made itself unreadable could not be judged, and daemons do so by habit. */
  add(SYS_prctl, HIDES, 0, 0, PASSED_OVER);
  add(SYS_clone, HAS_BITS, 0, NEW_WORLD, STOP(STOP_REFUSE));
  /* A listener's answer would come before the launcher's. */
  add(SYS_seccomp, HAS_BITS, 1, NEW_LISTENER, STOP(STOP_REFUSE));
}

/* Nobody stops, starves or limits the launcher. Signals to "all" reach it too where it is not process 1. */
static void add_protection(pid_t launcher, pid_t group) {
  static const struct { long call; int argument; } aimed[] = {
      {SYS_kill, 0}, {SYS_tkill, 0}, {SYS_tgkill, 0}, {SYS_rt_sigqueueinfo, 0}, {SYS_rt_tgsigqueueinfo, 0},
      {CALL_PIDFD_OPEN, 0}, {SYS_prlimit64, 0}, {SYS_sched_setaffinity, 0}, {SYS_sched_setscheduler, 0},
      {SYS_sched_setparam, 0}, {SYS_sched_setattr, 0}, {SYS_setpriority, 1}, {SYS_ioprio_set, 1}, {SYS_migrate_pages, 0},
      {SYS_move_pages, 0}};
  for (size_t i = 0; i < sizeof aimed / sizeof *aimed; i += 1)
    add(aimed[i].call, EQUALS, aimed[i].argument, (uint32_t)launcher, STOP(STOP_REFUSE));
  if (launcher != 1) add(SYS_kill, EQUALS, 0, (uint32_t)-1, STOP(STOP_REFUSE));
  add(SYS_kill, EQUALS, 0, (uint32_t)-group, STOP(STOP_REFUSE));
  /* By group or user. */
  add(SYS_setpriority, NOT_ZERO, 0, 0, STOP(STOP_REFUSE));
  add(SYS_ioprio_set, HAS_BITS, 0, 2, STOP(STOP_REFUSE));
}

static int order(const void *one, const void *other) {
  const struct rule *a = one, *b = other;
  return a->call < b->call ? -1 : a->call > b->call;
}

static struct sock_filter program[2048];
static size_t length;

static size_t emit(uint16_t code, uint32_t value, uint8_t if_true, uint8_t if_false) {
  if (length == sizeof program / sizeof *program) abort();
  program[length] = (struct sock_filter){code, if_true, if_false, value};
  return length++;
}

static void load(size_t offset) {
  emit(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void answer(uint32_t value) {
  emit(BPF_RET | BPF_K, value, 0, 0);
}

static void emit_test(const struct rule *rule) {
  size_t low = offsetof(struct seccomp_data, args) + 8 * (size_t)rule->argument;
  switch (rule->test) {
    case ANY:
      break;
    case HAS_BITS:
      load(low);
      emit(BPF_JMP | BPF_JSET | BPF_K, rule->value, 0, 1);
      break;
    case EQUALS:
      load(low);
      emit(BPF_JMP | BPF_JEQ | BPF_K, rule->value, 0, 1);
      break;
    case NOT_ZERO: /* an address: both halves */
      load(low);
      emit(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2);
      load(low + 4);
      emit(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0);
      break;
    case SOCKET: /* local, netlink, and streams and datagrams of the internet */
      load(offsetof(struct seccomp_data, args));
      emit(BPF_JMP | BPF_JEQ | BPF_K, 1, 8, 0);
      emit(BPF_JMP | BPF_JEQ | BPF_K, 16, 7, 0);
      emit(BPF_JMP | BPF_JEQ | BPF_K, 2, 1, 0);
      emit(BPF_JMP | BPF_JEQ | BPF_K, 10, 0, 4);
      load(offsetof(struct seccomp_data, args) + 8);
      emit(BPF_ALU | BPF_AND | BPF_K, 15, 0, 0);
      emit(BPF_JMP | BPF_JEQ | BPF_K, 1, 2, 0);
      emit(BPF_JMP | BPF_JEQ | BPF_K, 2, 1, 0);
      break;
    case HIDES: /* prctl(PR_SET_DUMPABLE, 0) */
      load(low);
      emit(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_DUMPABLE, 0, 3);
      load(low + 8);
      emit(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1);
      break;
  }
  answer(rule->answer);
}

/* Rules of one call, whose number is loaded. */
static void emit_leaf(size_t from, size_t to) {
  size_t test = emit(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)rules[from].call, 0, 0);
  for (size_t i = from; i < to; i += 1) emit_test(&rules[i]);
  answer(SECCOMP_RET_ALLOW);
  program[test].jf = (uint8_t)(length - test - 1);
  if (length - test - 1 > 255) abort();
  answer(SECCOMP_RET_ALLOW);
}

static void emit_tree(size_t from, size_t to) {
  size_t middle = from + (to - from) / 2;
  while (middle > from && rules[middle - 1].call == rules[middle].call) middle -= 1;
  if (middle == from) {
    middle = from + 1;
    while (middle < to && rules[middle].call == rules[from].call) middle += 1;
    if (middle == to) {
      emit_leaf(from, to);
      return;
    }
  }
  emit(BPF_JMP | BPF_JGE | BPF_K, (uint32_t)rules[middle].call, 0, 1);
  size_t jump = emit(BPF_JMP | BPF_JA, 0, 0, 0);
  emit_tree(from, middle);
  program[jump].k = (uint32_t)(length - jump - 1);
  emit_tree(middle, to);
}

bool install_filter(pid_t launcher, pid_t launcher_group) {
  add_programs_and_code();
  add_reach_and_users();
  add_refused();
  add_protection(launcher, launcher_group);
  qsort(rules, rule_count, sizeof *rules, order);
  load(offsetof(struct seccomp_data, arch));
  emit(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
  answer(STOP(STOP_REFUSE));
  load(offsetof(struct seccomp_data, nr));
  /* The numbers of x32 on x86-64. */
  emit(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
  answer(STOP(STOP_REFUSE));
  emit_tree(0, rule_count);
  const struct sock_fprog filter = {(unsigned short)length, program};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}
