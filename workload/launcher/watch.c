/* Follows the first process and all that come from it, from stop to stop. */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "launcher.h"

enum { LOOK_AROUND_SECONDS = 2, MOST_STRANGERS = 64 };

static pid_t first_process;
static volatile sig_atomic_t is_time;

static void pass_on(int number) {
  kill(first_process, number);
}

static void note_time(int number) {
  (void)number;
  is_time = 1;
}

static void listen_to_signals(void) {
  static const int passed[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGWINCH};
  struct sigaction pass = {.sa_handler = pass_on}, note = {.sa_handler = note_time}, ignore = {.sa_handler = SIG_IGN};
  for (size_t i = 0; i < sizeof passed / sizeof *passed; i += 1) sigaction(passed[i], &pass, NULL);
  sigaction(SIGALRM, &note, NULL);
  sigaction(SIGPIPE, &ignore, NULL);
  const struct itimerval each = {{LOOK_AROUND_SECONDS, 0}, {LOOK_AROUND_SECONDS, 0}};
  setitimer(ITIMER_REAL, &each, NULL);
}

static bool is_ours(pid_t pid) {
  for (pid_t each = getpid(); each != 0; each = parent_of(each))
    if (each == pid) return true;
  return tracer_of(pid) == getpid();
}

/*
 * Processes that somebody started from outside of the container (ECS Exec) and that nothing here can hold: told, once.
 * A number that is taken again while its process was among the last ones told stays untold.
 */
static void look_around(void) {
  static pid_t strangers[MOST_STRANGERS];
  static size_t count;
  DIR *processes = opendir("/proc");
  if (processes == NULL) return;
  for (struct dirent *entry; (entry = readdir(processes)) != NULL;) {
    pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
    bool is_known = false;
    for (size_t i = 0; i < MOST_STRANGERS; i += 1) is_known = is_known || strangers[i] == pid;
    /* One that has just ended has no tracer any more. */
    if (pid <= 0 || is_known || is_ours(pid) || user_of(pid) < 0 || kill(pid, 0) != 0) continue;
    if (is_zombie(pid)) continue;
    char path[PATH_BYTES];
    if (!link_of(pid, "exe", path, sizeof path)) snprintf(path, sizeof path, "a program that cannot be seen");
    struct refusal refusal = {pid, "unwatched", "it was started from outside, and the list does not hold it", path, NULL};
    report(&refusal);
    strangers[count++ % MOST_STRANGERS] = pid;
  }
  closedir(processes);
}

/* Goes on from a stop, with the signal that the process is to get. */
static void go_on(pid_t pid, int status) {
  int number = WSTOPSIG(status), event = status >> 16, how = PTRACE_CONT;
  long passed = 0;
  if (event == PTRACE_EVENT_SECCOMP) how = at_call(pid);
  else if (event == PTRACE_EVENT_EXEC) after_program(pid);
  else if (event == PTRACE_EVENT_STOP && number != SIGTRAP) how = PTRACE_LISTEN;
  else if (event == 0 && number == (SIGTRAP | 0x80)) after_open(pid);
  else if (event == 0) passed = number;
  /* It may have been killed meanwhile. */
  ptrace(how, pid, NULL, passed);
}

int watch(const struct list *list, pid_t first) {
  first_process = first;
  hold_to(list);
  listen_to_signals();
  for (;;) {
    int status;
    pid_t pid = waitpid(-1, &status, __WALL);
    if (pid < 0 && errno != EINTR) return EXIT_KERNEL;
    if (is_time) {
      is_time = 0;
      report_left_out();
      look_around();
    }
    if (pid < 0) continue;
    if (WIFSTOPPED(status)) go_on(pid, status);
    else if (pid == first) return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }
}
