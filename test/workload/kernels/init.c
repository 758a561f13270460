/*
 * The first process of an emulated machine: tries each way of the file /ways around the list, as root and as user 10001,
 * each in a process namespace of its own, where the launcher is process 1 as in a container. Then the machine ends.
 */
#define _GNU_SOURCE
#include <grp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

enum { USER = 10001, MOST_SECONDS = 120 };

/* In the namespace: the launcher with a view of its own processes. */
static void become_launcher(int user, char *way) {
  char *words[] = {"/opt/workload/launcher", "/opt/workload/allow-list", "/usr/bin/probe", way, NULL};
  if (mount("proc", "/proc", "proc", 0, NULL) != 0) _exit(101);
  dup2(STDOUT_FILENO, STDERR_FILENO);
  if (user != 0 && (setgroups(0, NULL) != 0 || setgid(USER) != 0 || setuid(USER) != 0)) _exit(102);
  alarm(MOST_SECONDS);
  execv(words[0], words);
  _exit(103);
}

static void try_way(int user, char *way) {
  printf("== %d %s\n", user, way);
  fflush(stdout);
  pid_t outer = fork();
  if (outer == 0) {
    if (unshare(CLONE_NEWPID | CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) _exit(100);
    pid_t inner = fork();
    if (inner == 0) become_launcher(user, way);
    int status;
    waitpid(inner, &status, 0);
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  }
  int status;
  waitpid(outer, &status, 0);
  printf("-- %d\n", WEXITSTATUS(status));
  fflush(stdout);
}

int main(void) {
  struct utsname kernel;
  char way[64];
  mount("proc", "/proc", "proc", 0, NULL);
  mount("dev", "/dev", "devtmpfs", 0, NULL);
  chmod("/tmp", 01777);
  uname(&kernel);
  printf("kernel: %s %s\n", kernel.release, kernel.machine);
  for (int user = 0; user <= USER; user += USER) {
    FILE *ways = fopen("/ways", "r");
    while (ways != NULL && fgets(way, sizeof way, ways) != NULL) {
      way[strcspn(way, "\n")] = 0;
      try_way(user, way);
    }
    if (ways != NULL) fclose(ways);
  }
  sync();
  reboot(RB_AUTOBOOT);
  return 0;
}
