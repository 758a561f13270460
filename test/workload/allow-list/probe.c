/*
 * probe WAY: tries one way around the list from inside a listed program, with a harmless payload: /tmp/through, which
 * prints THROUGH. Whatever fails ends it with 1 and the reason; what gets through prints THROUGH.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAYLOAD "/tmp/through"
static char *none[] = {"through", NULL};

static void failed(const char *what) {
  printf("%s: %s\n", what, strerror(errno));
  fflush(stdout);
  _exit(1);
}

static void through(void) {
  puts("THROUGH");
  fflush(stdout);
  _exit(0);
}

/* A copy of the payload in a file that has no name. */
static void copy_into(int to) {
  int from = open(PAYLOAD, O_RDONLY);
  char buffer[65536];
  for (ssize_t count; (count = read(from, buffer, sizeof buffer)) > 0;)
    if (write(to, buffer, (size_t)count) != count) failed("write");
}

static void memory_file(void) {
  int file = (int)syscall(SYS_memfd_create, "x", 0);
  if (file < 0) failed("memfd_create");
  copy_into(file);
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  execv(path, none);
  failed("execve");
}

static void memory_file_by_number(void) {
  int file = (int)syscall(SYS_memfd_create, "x", MFD_CLOEXEC);
  copy_into(file);
  syscall(SYS_execveat, file, "", none, environ, AT_EMPTY_PATH);
  failed("execveat");
}

static void nameless_file(void) {
  int file = open("/tmp", O_TMPFILE | O_RDWR, 0700);
  if (file < 0) failed("O_TMPFILE");
  copy_into(file);
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  int reading = open(path, O_RDONLY);
  close(file);
  syscall(SYS_execveat, reading, "", none, environ, AT_EMPTY_PATH);
  failed("execveat");
}

static void relative_folder(void) {
  int folder = open("/tmp", O_PATH | O_DIRECTORY);
  syscall(SYS_execveat, folder, "through", none, environ, 0);
  failed("execveat");
}

static void written_memory(void) {
  if (mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) failed("mmap");
  through();
}

static void memory_made_executable(void) {
  void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mprotect(memory, 4096, PROT_READ | PROT_EXEC) != 0) failed("mprotect");
  through();
}

static void own_code_rewritten(void) {
  /* Of a listed file, its code made writable and executable again. */
  uintptr_t page = (uintptr_t)qsort & ~(uintptr_t)4095;
  if (mprotect((void *)page, 4096, PROT_READ | PROT_WRITE) != 0) failed("mprotect");
  if (mprotect((void *)page, 4096, PROT_READ | PROT_EXEC) != 0) failed("mprotect");
  through();
}

static void uploaded_code(void) {
  int file = open(PAYLOAD, O_RDONLY);
  if (mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0) == MAP_FAILED) failed("mmap");
  through();
}

static void own_memory_file(void) {
  int memory = open("/proc/self/mem", O_RDWR);
  if (memory < 0) failed("open");
  if (pwrite(memory, "\xc3", 1, (off_t)(uintptr_t)through) != 1) failed("pwrite");
  puts("THROUGH");
}

static void hidden_memory_file(void) {
  symlink("/proc/self/mem", "/tmp/innocent");
  int memory = openat(AT_FDCWD, "/tmp/innocent", O_WRONLY | O_APPEND);
  if (memory < 0) failed("open");
  through();
}

static void read_implies_exec(void) {
  if (personality(READ_IMPLIES_EXEC) < 0) failed("personality");
  through();
}

static int start_payload(void *unused) {
  (void)unused;
  execv(PAYLOAD, none);
  failed("execve");
  return 1;
}

static void wait_for(pid_t child) {
  int status;
  if (child < 0) failed("clone");
  if (waitpid(child, &status, __WALL) != child) failed("waitpid");
  if (status != 0) _exit(1);
}

static void untraced_child(void) {
  static char stack[65536];
  wait_for(clone(start_payload, stack + sizeof stack, CLONE_UNTRACED | SIGCHLD, NULL));
}

static void child_by_clone3(void) {
  struct { uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls; } how = {CLONE_UNTRACED, 0, 0, 0, SIGCHLD, 0, 0, 0};
  long child = syscall(SYS_clone3, &how, sizeof how);
  if (child < 0) failed("clone3");
  if (child == 0) start_payload(NULL);
  wait_for((pid_t)child);
}

static void borrowed_memory(void) {
  pid_t child = vfork();
  if (child == 0) start_payload(NULL);
  wait_for(child);
}

static void *in_a_thread(void *unused) {
  start_payload(unused);
  return NULL;
}

static void thread(void) {
  pthread_t other;
  pthread_create(&other, NULL, in_a_thread, NULL);
  pthread_join(other, NULL);
}

/* The path stands in memory that a helper shares and keeps changing, while this one starts programs. */
static void race(void) {
  char *path = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pid_t helper = fork();
  while (helper == 0) {
    memcpy(path, "/usr/bin/ls\0", 13);
    __asm__ volatile("" ::: "memory");
    memcpy(path, PAYLOAD, 13);
    __asm__ volatile("" ::: "memory");
  }
  for (int i = 0; i < 400; i += 1) {
    pid_t child = fork();
    if (child == 0) {
      char *words[] = {"ls", "/opt/workload/launcher", NULL};
      execv(path, words);
      _exit(1);
    }
    waitpid(child, NULL, 0);
  }
  kill(helper, SIGKILL);
  waitpid(helper, NULL, 0);
}

/* A filter of its own that hands every execve to a helper, which lets it go on. */
static void own_listener(void) {
  struct sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_execve, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog filter = {4, program};
  long listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
  if (listener < 0) failed("seccomp");
  through();
}

static void own_filter(void) {
  /* Allowed, and no help: an answer of its own never outranks the launcher's but by refusing more. */
  struct sock_filter program[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog filter = {1, program};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) failed("prctl");
  start_payload(NULL);
}

static void unreadable_process(void) {
  prctl(PR_SET_DUMPABLE, 0);
  start_payload(NULL);
}

static void old_calls(void) {
#ifdef __x86_64__
  /* execve as 32-bit programs call it: number 11, pointers below 4 GiB. */
  char *low = mmap((void *)0x10000000, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  strcpy(low, PAYLOAD);
  long answer;
  __asm__ volatile("int $0x80" : "=a"(answer) : "a"(11), "b"(low), "c"(0), "d"(0) : "memory");
  errno = (int)-answer;
#else
  errno = ENOSYS;
#endif
  failed("int 0x80");
}

static void hold_a_child(void) {
  pid_t child = fork();
  if (child == 0) pause();
  long answer = ptrace(PTRACE_ATTACH, child, NULL, NULL);
  int error = errno;
  kill(child, SIGKILL);
  errno = error;
  if (answer != 0) failed("ptrace");
  through();
}

static void write_into_a_child(void) {
  pid_t child = fork();
  if (child == 0) pause();
  struct iovec mine = {"x", 1}, there = {none, 1};
  long answer = process_vm_writev(child, &mine, 1, &there, 1, 0);
  int error = errno;
  kill(child, SIGKILL);
  errno = error;
  if (answer < 0) failed("process_vm_writev");
  through();
}

static void stop_launcher(int number) {
  if (kill(1, number) != 0) failed("kill");
  usleep(100000);
  through();
}

static void kill_launcher(void) { stop_launcher(SIGKILL); }
static void freeze_launcher(void) { stop_launcher(SIGSTOP); }

static void limit_launcher(void) {
  struct rlimit limit = {1, 1};
  if (prlimit(1, RLIMIT_CPU, &limit, NULL) != 0) failed("prlimit");
  through();
}

static void starve_launcher(void) {
  if (setpriority(PRIO_USER, 0, 19) != 0) failed("setpriority");
  through();
}

static void look_into_launcher(void) {
  if (open("/proc/1/mem", O_RDONLY) < 0) failed("open");
  through();
}

static void new_namespaces(void) {
  if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) failed("unshare");
  through();
}

static void ring(void) {
  char parameters[256] = {0};
  if (syscall(425, 4, parameters) < 0) failed("io_uring_setup");
  through();
}

static struct sockaddr_in outside(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(443)};
  inet_pton(AF_INET, "203.0.113.9", &address.sin_addr);
  return address;
}

static void reach_out(void) {
  struct sockaddr_in address = outside();
  if (connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&address, sizeof address) != 0) failed("connect");
  through();
}

static void reach_out_mapped(void) {
  struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons(443)};
  inet_pton(AF_INET6, "::ffff:203.0.113.9", &address.sin6_addr);
  if (connect(socket(AF_INET6, SOCK_STREAM, 0), (struct sockaddr *)&address, sizeof address) != 0) failed("connect");
  through();
}

static void send_out(void) {
  struct sockaddr_in address = outside();
  if (sendto(socket(AF_INET, SOCK_DGRAM, 0), "x", 1, 0, (struct sockaddr *)&address, sizeof address) != 1) failed("sendto");
  through();
}

static void send_message_out(void) {
  struct sockaddr_in address = outside();
  struct iovec text = {"x", 1};
  struct msghdr header = {.msg_name = &address, .msg_namelen = sizeof address, .msg_iov = &text, .msg_iovlen = 1};
  if (sendmsg(socket(AF_INET, SOCK_DGRAM, 0), &header, 0) != 1) failed("sendmsg");
  through();
}

static void raw_socket(void) {
  if (socket(AF_INET, SOCK_RAW, 1) < 0) failed("socket");
  through();
}

static void other_user(void) {
  if (setresuid(4242, 4242, 4242) != 0) failed("setresuid");
  through();
}

static void listed(void) {
  char *words[] = {"ls", "/opt/workload/launcher", NULL};
  execv("/usr/bin/ls", words);
  failed("execve");
}

static const struct { const char *name; void (*go)(void); } ways[] = {
    {"listed", listed}, {"memory-file", memory_file}, {"memory-file-by-number", memory_file_by_number},
    {"nameless-file", nameless_file}, {"relative-folder", relative_folder}, {"written-memory", written_memory},
    {"memory-made-executable", memory_made_executable}, {"own-code-rewritten", own_code_rewritten},
    {"uploaded-code", uploaded_code}, {"own-memory-file", own_memory_file}, {"hidden-memory-file", hidden_memory_file},
    {"read-implies-exec", read_implies_exec}, {"untraced-child", untraced_child}, {"child-by-clone3", child_by_clone3},
    {"borrowed-memory", borrowed_memory}, {"thread", thread}, {"race", race}, {"own-listener", own_listener},
    {"own-filter", own_filter}, {"unreadable-process", unreadable_process}, {"old-calls", old_calls},
    {"hold-a-child", hold_a_child}, {"write-into-a-child", write_into_a_child}, {"kill-launcher", kill_launcher},
    {"freeze-launcher", freeze_launcher}, {"limit-launcher", limit_launcher}, {"starve-launcher", starve_launcher},
    {"look-into-launcher", look_into_launcher}, {"new-namespaces", new_namespaces}, {"ring", ring},
    {"reach-out", reach_out}, {"reach-out-mapped", reach_out_mapped}, {"send-out", send_out},
    {"send-message-out", send_message_out}, {"raw-socket", raw_socket}, {"other-user", other_user}};

int main(int count, char **words) {
  for (size_t i = 0; count == 2 && i < sizeof ways / sizeof *ways; i += 1)
    if (strcmp(words[1], ways[i].name) == 0) {
      ways[i].go();
      return 0;
    }
  fprintf(stderr, "probe: no way of that name\n");
  return 2;
}
