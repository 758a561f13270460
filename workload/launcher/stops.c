/*
 * What a stopped process asks for, held to the list. Nothing is remembered about a process between two stops: what a stop says is looked
 * up anew, so that no process can be taken for another.
 *
 * A program is judged twice. Before it is started, so that the call fails as it would without execute permission; and
 * again when it stands in memory and has not run yet, which no other thread can still change.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "launcher.h"

static const struct list *list;
static bool has_started;

void hold_to(const struct list *the_list) {
  list = the_list;
}

static void tell(pid_t pid, const char *action, const char *reason, const char *file, const struct words *words) {
  struct refusal refusal = {pid, action, reason, file, words};
  report(&refusal);
}

/* Tells, and ends the call with the error where the list is enforced. */
static void refuse(pid_t pid, int error, const char *reason, const char *file, const struct words *words) {
  tell(pid, list->is_enforced ? "refused" : "would-refuse", reason, file, words);
  if (list->is_enforced && !refuse_call(pid, error)) kill(pid, SIGKILL);
}

static void own_program(pid_t pid, char *path, size_t size) {
  if (!link_of(pid, "exe", path, size)) snprintf(path, size, "a program that cannot be seen");
}

/* Where a path of the process leads, below its folder in /proc. */
static bool path_from_here(int folder, const char *path, int flags, char *what, size_t size) {
  int length;
  if (path[0] == '/') length = snprintf(what, size, "root%s", path);
  else if (path[0] == 0 && (flags & AT_EMPTY_PATH)) length = snprintf(what, size, "fd/%d", folder);
  else if (folder == AT_FDCWD) length = snprintf(what, size, "cwd/%s", path);
  else length = snprintf(what, size, "fd/%d/%s", folder, path);
  return length < (int)size;
}

static void before_program(pid_t pid, int folder, const uint64_t *from, int flags) {
  if (!list->is_enforced) return; /* the second look tells */
  char path[PATH_BYTES], what[PATH_BYTES + 32];
  struct identity identity;
  static struct words words;
  /* A path that is not to be read or that leads nowhere is the kernel's to refuse, or the second look's. */
  if (!read_text(pid, from[0], path, sizeof path)) return;
  if (!path_from_here(folder, path, flags, what, sizeof what) || !identify_of(pid, what, &identity)) return;
  read_words(pid, from[1], &words);
  const char *reason = judge_call(list, find_file(list, &identity), &words, has_started);
  if (reason == NULL) return;
  char shown[2 * PATH_BYTES] = "";
  if (what[0] == 'f') link_of(pid, what, shown, sizeof shown);
  if (what[0] == 'c' && link_of(pid, "cwd", shown, PATH_BYTES)) strcat(strcat(shown, "/"), path);
  refuse(pid, EACCES, reason, shown[0] == 0 ? path : shown, &words);
}

void after_program(pid_t pid) {
  static struct words words;
  struct identity identity;
  struct __ptrace_syscall_info info;
  const struct listed_file *file = NULL;
  const char *reason = "what it is cannot be seen";
  words.count = 0;
  words.is_whole = false;
  if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) > 0) read_words(pid, info.stack_pointer + 8, &words);
  if (identify_of(pid, "exe", &identity)) {
    file = find_file(list, &identity);
    reason = file != NULL && file->kind == SCRIPT ? "it is not on the list" : judge_call(list, file, &words, has_started);
    if (reason == NULL && !mapped_files_are_listed(list, pid)) reason = "its loader is not on the list";
  }
  if (reason == NULL) {
    if (file->when == LAST) has_started = true;
    return;
  }
  char path[PATH_BYTES];
  own_program(pid, path, sizeof path);
  tell(pid, list->is_enforced ? "killed" : "reported", reason, path, &words);
  if (list->is_enforced) kill(pid, SIGKILL);
  else if (file != NULL && file->when == LAST) has_started = true;
}

static void before_code(pid_t pid, const uint64_t *arguments) {
  enum { WRITE = 2, ANONYMOUS = 0x20 };
  char path[PATH_BYTES], what[32];
  struct identity identity;
  if (arguments[3] & ANONYMOUS || arguments[2] & WRITE) {
    own_program(pid, path, sizeof path);
    refuse(pid, EACCES, "memory that was written cannot be run", path, NULL);
    return;
  }
  snprintf(what, sizeof what, "fd/%d", (int)arguments[4]);
  bool is_seen = identify_of(pid, what, &identity);
  const struct listed_file *file = is_seen ? find_file(list, &identity) : NULL;
  if (file != NULL && file->kind == LIBRARY) return;
  if (!link_of(pid, what, path, sizeof path)) snprintf(path, sizeof path, "a library that cannot be seen");
  refuse(pid, EACCES, "it is no listed library", path, NULL);
}

static void before_protect(pid_t pid, const uint64_t *arguments) {
  char path[PATH_BYTES];
  /* The loader repeats what is executable already, to add hardware protection on arm64. */
  if (!(arguments[2] & 2) && is_executable_range(pid, arguments[0], arguments[1])) return;
  own_program(pid, path, sizeof path);
  refuse(pid, EACCES, "memory that was written cannot be run", path, NULL);
}

/* Gives false when it was refused. */
static bool reach(pid_t pid, uint64_t address, uint64_t size) {
  struct sockaddr_storage wanted = {0};
  char shown[64] = "", path[PATH_BYTES], reason[160];
  if (address == 0) return true;
  if (size > sizeof wanted) size = sizeof wanted;
  const char *why = "the address cannot be seen";
  if (read_bytes(pid, address, &wanted, size)) why = judge_address(list, &wanted, size, shown, sizeof shown);
  if (why == NULL) return true;
  own_program(pid, path, sizeof path);
  snprintf(reason, sizeof reason, "it reaches for %s: %s", shown, why);
  refuse(pid, EPERM, reason, path, NULL);
  return false;
}

static void before_reach(pid_t pid, uint64_t call, const uint64_t *arguments) {
  struct {
    uint64_t name;
    uint32_t name_size;
  } header;
  enum { HEADER_BYTES = 64, MOST_MESSAGES = 1024 };
  if (call == SYS_connect) reach(pid, arguments[1], (uint32_t)arguments[2]);
  else if (call == SYS_sendto) reach(pid, arguments[4], (uint32_t)arguments[5]);
  else {
    /* sendmsg has one header, sendmmsg a row of them. */
    uint64_t count = call == SYS_sendmsg ? 1 : (uint32_t)arguments[2];
    for (uint64_t i = 0; i < count && i < MOST_MESSAGES; i += 1) {
      if (!read_bytes(pid, arguments[1] + i * HEADER_BYTES, &header, 12)) header.name = 1;
      if (!reach(pid, header.name, header.name_size)) return;
    }
  }
}

static void before_user(pid_t pid, const uint64_t *arguments, size_t count) {
  char path[PATH_BYTES], reason[96];
  for (size_t i = 0; i < count; i += 1) {
    uint32_t user = (uint32_t)arguments[i];
    if (user == UINT32_MAX || is_listed_user(list, user)) continue;
    own_program(pid, path, sizeof path);
    snprintf(reason, sizeof reason, "it becomes user %u, whom the list does not name", user);
    refuse(pid, EPERM, reason, path, NULL);
    return;
  }
}

/* A call that the filter stopped. Gives how to go on. */
int at_call(pid_t pid) {
  struct __ptrace_syscall_info info;
  if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) <= 0 || info.op != PTRACE_SYSCALL_INFO_SECCOMP) {
    kill(pid, SIGKILL);
    return PTRACE_CONT;
  }
  const uint64_t *arguments = (const uint64_t *)info.seccomp.args;
  uint64_t call = info.seccomp.nr;
  char path[PATH_BYTES], reason[64];
  switch (info.seccomp.ret_data) {
    case STOP_EXEC:
      before_program(pid, AT_FDCWD, arguments, 0);
      break;
    case STOP_EXEC_AT:
      before_program(pid, (int)arguments[0], arguments + 1, (int)arguments[4]);
      break;
    case STOP_MAP:
      before_code(pid, arguments);
      break;
    case STOP_PROTECT:
      before_protect(pid, arguments);
      break;
    case STOP_OPEN:
      return PTRACE_SYSCALL;
    case STOP_REACH:
      before_reach(pid, call, arguments);
      break;
    case STOP_USER:
      before_user(pid, arguments, call == SYS_setresuid ? 3 : call == SYS_setreuid ? 2 : 1);
      break;
    default:
      own_program(pid, path, sizeof path);
      snprintf(reason, sizeof reason, "no process here may use system call %llu", (unsigned long long)call);
      refuse(pid, EPERM, reason, path, NULL);
  }
  return PTRACE_CONT;
}

/* A file was opened for writing, and nobody has its number yet. */
void after_open(pid_t pid) {
  struct __ptrace_syscall_info info;
  if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) <= 0 || info.op != PTRACE_SYSCALL_INFO_EXIT) return;
  if (info.exit.is_error || !is_memory_of_a_process(pid, (int)info.exit.rval)) return;
  char path[PATH_BYTES];
  own_program(pid, path, sizeof path);
  tell(pid, list->is_enforced ? "killed" : "reported", "it would write into the memory of a process", path, NULL);
  if (list->is_enforced) kill(pid, SIGKILL);
}
