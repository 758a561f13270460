/*
 * The launcher holds every process of a container to a list of programs. README.md beside the policy says what it
 * promises; docs/allow-list.md why it is made this way and what it cannot hold.
 *
 * Sizes are in bytes. A text that does not fit is refused, never cut and then judged.
 */
#ifndef LAUNCHER_H
#define LAUNCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Ends of the launcher itself, from sysexits.h; the container's own status otherwise. */
enum { EXIT_SETTING = 64, EXIT_KERNEL = 71, EXIT_LIST = 78 };

enum { PATH_BYTES = 4096, WORD_BYTES = 1024, MOST_WORDS = 32 };

/* When a program may run. After the LAST one was started, those of STARTING and LAST may not. */
enum when { ALWAYS, STARTING, LAST };
enum kind { PROGRAM, SCRIPT, LIBRARY };

/* What makes a file the very one that was hashed: any write to it, and any other file in its place, shows here. */
struct identity {
  uint64_t device, inode, size;
  int64_t changed_seconds, changed_nanoseconds;
};

/* One way to call a program. "*" stands for any one word, "**" in the end for any words. */
struct call {
  size_t count;
  const char *words[MOST_WORDS];
};

struct listed_file {
  enum kind kind;
  enum when when;
  const char *path;
  struct identity identity;
  /* As /proc/PID/maps names it, which may differ on an overlay: text like "fe:00 1234". */
  char mapped_as[48];
  const struct call *calls;
  size_t call_count;
};

struct network {
  uint8_t address[16];
  int prefix_bits;
  uint16_t ports[16];
  size_t port_count; /* 0: every port */
};

struct list {
  bool is_enforced;
  struct listed_file *files;
  size_t file_count;
  uint32_t users[32];
  size_t user_count;
  struct network networks[32];
  size_t network_count;
};

/* Words of a command line, in memory of their own. */
struct words {
  size_t count;
  bool is_whole; /* false: there were more, or longer ones */
  char text[MOST_WORDS][WORD_BYTES];
};

/* list.c: reads the sealed list, or ends the launcher with EXIT_LIST and a sentence. */
void read_list(struct list *list, const char *path);
const struct listed_file *find_file(const struct list *list, const struct identity *identity);
const struct listed_file *find_path(const struct list *list, const char *path);
bool is_listed_mapping(const struct list *list, const char *mapped_as);
bool identify(const char *path, struct identity *identity);
bool is_same(const struct identity *one, const struct identity *other);

/* sha256.c: the digest of a file as 64 hexadecimal characters. */
bool hash_file(int file, char digest[65]);

/* filter.c: the calls that the kernel stops for the launcher, and those that it refuses itself. */
enum stop { STOP_EXEC = 1, STOP_EXEC_AT, STOP_MAP, STOP_PROTECT, STOP_OPEN, STOP_REACH, STOP_USER, STOP_REFUSE };
bool install_filter(pid_t launcher, pid_t launcher_group);

/* tracee.c: what a stopped process is and wants. Reading fails for processes that keep themselves unreadable. */
bool read_text(pid_t pid, uint64_t address, char *text, size_t size);
bool read_bytes(pid_t pid, uint64_t address, void *bytes, size_t size);
void read_words(pid_t pid, uint64_t address, struct words *words);
bool refuse_call(pid_t pid, int error);
/* Runs as the user of the process, since only he may look at it: opens nothing, changes nothing. */
bool identify_of(pid_t pid, const char *what, struct identity *identity);
bool link_of(pid_t pid, const char *what, char *text, size_t size);
bool mapped_files_are_listed(const struct list *list, pid_t pid);
bool is_executable_range(pid_t pid, uint64_t start, uint64_t size);
bool is_memory_of_a_process(pid_t pid, int descriptor);
long user_of(pid_t pid);
pid_t parent_of(pid_t pid);
pid_t tracer_of(pid_t pid);
bool is_zombie(pid_t pid);

/* judge.c: each gives the reason against something, or NULL. */
const char *judge_call(const struct list *list, const struct listed_file *file, const struct words *words, bool has_started);
const char *judge_address(const struct list *list, const void *address, size_t size, char *shown, size_t shown_size);
bool is_listed_user(const struct list *list, uint64_t user);

/* report.c: one JSON line on stdout for each refusal. */
struct refusal {
  pid_t pid;
  const char *action; /* refused, killed, reported, unwatched */
  const char *reason;
  const char *file;
  const struct words *words;
};
void report_task(const char *columns);
void report(const struct refusal *refusal);
/* Says how many were left out since; to be called now and then. */
void report_left_out(void);
_Noreturn void give_up(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* mask.c: the words as one text, without what looks like a secret. */
void mask_words(const struct words *words, char *text, size_t size);

/* task.c: the task's columns as ECS tells them, or an empty text. */
void read_task(const char *uri, char *columns, size_t size);

/* stops.c: judges a stopped process. at_call gives how to go on (PTRACE_CONT or PTRACE_SYSCALL). */
void hold_to(const struct list *list);
int at_call(pid_t pid);
void after_program(pid_t pid);
void after_open(pid_t pid);

/* watch.c: runs until the first process has ended, and gives the status for the container. */
int watch(const struct list *list, pid_t first);

#endif
