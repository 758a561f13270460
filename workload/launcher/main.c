/*
 * launcher LIST PROGRAM [ARGUMENT...]: runs the program, and all that comes from it, held to the list.
 *
 * ALLOW_LIST_MODE=report tells what the list would refuse and refuses nothing. Whatever keeps the launcher from holding
 * processes ends it before the program is started; when it ends later, the kernel ends all of them.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "launcher.h"

enum { CAPABILITY_SYS_PTRACE = 19 };

static void take_mode(struct list *list) {
  const char *mode = getenv("ALLOW_LIST_MODE");
  if (mode == NULL) return;
  if (strcmp(mode, "enforce") != 0 && strcmp(mode, "report") != 0)
    give_up(EXIT_SETTING, "ALLOW_LIST_MODE is '%s'; expected enforce or report", mode);
  list->is_enforced = strcmp(mode, "enforce") == 0;
}

/* The first process, which waits until it is held and then becomes the program. */
_Noreturn static void become_program(int held, pid_t launcher, pid_t launcher_group, char **program) {
  char is_held;
  if (read(held, &is_held, 1) != 1) _exit(EXIT_KERNEL);
  close(held);
  setsid();
  if (prctl(PR_CAPBSET_READ, CAPABILITY_SYS_PTRACE) == 1 && geteuid() == 0 &&
      prctl(PR_CAPBSET_DROP, CAPABILITY_SYS_PTRACE) != 0)
    give_up(EXIT_KERNEL, "the processes would keep SYS_PTRACE: %s; drop it in the task definition", strerror(errno));
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !install_filter(launcher, launcher_group))
    give_up(EXIT_KERNEL, "the kernel takes no filter: %s", strerror(errno));
  execv(program[0], program);
  give_up(EXIT_LIST, "%s cannot be started: %s", program[0], strerror(errno));
}

/* The first process has its own copy. Whoever may see the environment of this one finds nothing in it. */
static void forget_environment(void) {
  for (char **each = environ; *each != NULL; each += 1) explicit_bzero(*each, strlen(*each));
}

static pid_t start(char **program) {
  int held[2];
  pid_t launcher = getpid(), launcher_group = getpgrp();
  if (pipe(held) != 0) give_up(EXIT_KERNEL, "there is no pipe: %s", strerror(errno));
  pid_t child = fork();
  if (child < 0) give_up(EXIT_KERNEL, "there is no process: %s", strerror(errno));
  if (child == 0) {
    close(held[1]);
    become_program(held[0], launcher, launcher_group, program);
  }
  close(held[0]);
  forget_environment();
  const unsigned long options = PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEFORK |
                                PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACESYSGOOD;
  if (ptrace(PTRACE_SEIZE, child, NULL, options) != 0) {
    int error = errno;
    kill(child, SIGKILL);
    give_up(EXIT_KERNEL, "the kernel does not let processes be held (ptrace): %s", strerror(error));
  }
  /* From here on no process without SYS_PTRACE can look into the launcher or change it. */
  if (prctl(PR_SET_DUMPABLE, 0) != 0) give_up(EXIT_KERNEL, "the launcher stays open to others: %s", strerror(errno));
  if (write(held[1], "", 1) != 1) give_up(EXIT_KERNEL, "the first process is gone");
  close(held[1]);
  return child;
}

int main(int count, char **words) {
  static struct list list;
  static char columns[1024];
  if (count == 3 && strcmp(words[1], "--hash") == 0) {
    char digest[65];
    if (freopen(words[2], "re", stdin) == NULL || !hash_file(0, digest)) give_up(EXIT_SETTING, "%s cannot be read", words[2]);
    puts(digest);
    return 0;
  }
  if (count < 3) give_up(EXIT_SETTING, "usage: launcher LIST PROGRAM [ARGUMENT...]");
  read_list(&list, words[1]);
  take_mode(&list);
  if (!is_listed_user(&list, geteuid()))
    give_up(EXIT_LIST, "it runs as user %u, whom the list does not name", (unsigned)geteuid());
  read_task(getenv("ECS_CONTAINER_METADATA_URI_V4"), columns, sizeof columns);
  report_task(columns);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  return watch(&list, start(words + 2));
}
