/* What a stopped process is and wants. */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "launcher.h"

static bool read_word(pid_t pid, uint64_t address, long *word) {
  errno = 0;
  *word = ptrace(PTRACE_PEEKDATA, pid, (void *)address, NULL);
  return errno == 0;
}

bool read_bytes(pid_t pid, uint64_t address, void *bytes, size_t size) {
  /* Whole words, so that none crosses into a page that is not there. */
  for (size_t done = 0; done < size;) {
    uint64_t at = address + done;
    size_t skip = at % sizeof(long);
    long word;
    if (!read_word(pid, at - skip, &word)) return false;
    size_t count = sizeof word - skip < size - done ? sizeof word - skip : size - done;
    memcpy((char *)bytes + done, (char *)&word + skip, count);
    done += count;
  }
  return true;
}

bool read_text(pid_t pid, uint64_t address, char *text, size_t size) {
  for (size_t done = 0; done < size;) {
    uint64_t at = address + done;
    size_t skip = at % sizeof(long);
    long word;
    if (!read_word(pid, at - skip, &word)) return false;
    for (size_t i = skip; i < sizeof word && done < size; i += 1) {
      text[done] = ((char *)&word)[i];
      if (text[done] == 0) return true;
      done += 1;
    }
  }
  text[size - 1] = 0;
  return false;
}

void read_words(pid_t pid, uint64_t address, struct words *words) {
  words->count = 0;
  words->is_whole = false;
  for (;;) {
    uint64_t pointer;
    if (!read_bytes(pid, address + 8 * words->count, &pointer, sizeof pointer)) return;
    if (pointer == 0) {
      words->is_whole = true;
      return;
    }
    if (words->count == MOST_WORDS) return;
    char *text = words->text[words->count];
    text[0] = 0;
    bool is_read = read_text(pid, pointer, text, WORD_BYTES);
    words->count += 1;
    if (!is_read) return;
  }
}

/* Ends a call that has not begun with an error. */
bool refuse_call(pid_t pid, int error) {
  struct user_regs_struct registers;
  struct iovec all = {&registers, sizeof registers};
  if (ptrace(PTRACE_GETREGSET, pid, (void *)NT_PRSTATUS, &all) != 0) return false;
#if defined(__x86_64__)
  registers.orig_rax = (unsigned long long)-1;
  registers.rax = (unsigned long long)-error;
#else
  int none = -1;
  struct iovec call = {&none, sizeof none};
  if (ptrace(PTRACE_SETREGSET, pid, (void *)0x404 /* NT_ARM_SYSTEM_CALL */, &call) != 0) return false;
  registers.regs[0] = (unsigned long long)-error;
#endif
  return ptrace(PTRACE_SETREGSET, pid, (void *)NT_PRSTATUS, &all) == 0;
}

/* One line of /proc/PID/status, which everybody may read. */
static bool read_status(pid_t pid, const char *format, void *value) {
  char path[48], line[256];
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  FILE *status = fopen(path, "re");
  bool is_found = false;
  while (status != NULL && !is_found && fgets(line, sizeof line, status) != NULL)
    is_found = sscanf(line, format, value) == 1;
  if (status != NULL) fclose(status);
  return is_found;
}

static bool ids_of(pid_t pid, unsigned *user, unsigned *group) {
  return read_status(pid, "Uid:\t%*u\t%u", user) && read_status(pid, "Gid:\t%*u\t%u", group);
}

long user_of(pid_t pid) {
  unsigned user, group;
  return ids_of(pid, &user, &group) ? (long)user : -1;
}

/* Without CAP_SYS_PTRACE, which containers do not have, only the user of a process may look at it. */
static bool become(pid_t pid) {
  unsigned user, group;
  if (!ids_of(pid, &user, &group)) return false;
  setfsgid(group);
  setfsuid(user);
  return true;
}

static void come_back(void) {
  setfsuid(geteuid());
  setfsgid(getegid());
}

bool identify_of(pid_t pid, const char *what, struct identity *identity) {
  char path[PATH_BYTES + 48];
  if (snprintf(path, sizeof path, "/proc/%d/%s", pid, what) >= (int)sizeof path || !become(pid)) return false;
  bool is_found = identify(path, identity);
  come_back();
  return is_found;
}

bool link_of(pid_t pid, const char *what, char *text, size_t size) {
  char path[PATH_BYTES + 48];
  text[0] = 0;
  if (snprintf(path, sizeof path, "/proc/%d/%s", pid, what) >= (int)sizeof path || !become(pid)) return false;
  ssize_t count = readlink(path, text, size - 1);
  come_back();
  text[count < 0 ? 0 : count] = 0;
  return count > 0;
}

static FILE *open_maps(pid_t pid) {
  char path[48];
  snprintf(path, sizeof path, "/proc/%d/maps", pid);
  if (!become(pid)) return NULL;
  FILE *maps = fopen(path, "re");
  come_back();
  return maps;
}

/* Right after a program was started: itself and the loader that it asks for. */
bool mapped_files_are_listed(const struct list *list, pid_t pid) {
  FILE *maps = open_maps(pid);
  if (maps == NULL) return false;
  char line[PATH_BYTES + 128];
  bool all = true;
  while (all && fgets(line, sizeof line, maps) != NULL) {
    char device[24], mapped_as[48];
    unsigned long inode;
    if (sscanf(line, "%*x-%*x %*s %*x %23s %lu", device, &inode) != 2) all = false;
    else if (inode != 0) all = snprintf(mapped_as, sizeof mapped_as, "%s %lu", device, inode) > 0 && is_listed_mapping(list, mapped_as);
  }
  fclose(maps);
  return all;
}

bool is_executable_range(pid_t pid, uint64_t start, uint64_t size) {
  FILE *maps = open_maps(pid);
  if (maps == NULL) return false;
  char line[PATH_BYTES + 128];
  uint64_t reached = start;
  while (reached < start + size && fgets(line, sizeof line, maps) != NULL) {
    unsigned long from, to;
    char rights[5];
    if (sscanf(line, "%lx-%lx %4s", &from, &to, rights) != 3 || to <= reached) continue;
    if (from > reached || rights[1] == 'w' || rights[2] != 'x') break;
    reached = to;
  }
  fclose(maps);
  return reached >= start + size;
}

bool is_memory_of_a_process(pid_t pid, int descriptor) {
  char path[64], target[PATH_BYTES];
  snprintf(path, sizeof path, "/proc/%d/fd/%d", pid, descriptor);
  if (!become(pid)) return true;
  struct statfs found;
  bool is_known = statfs(path, &found) == 0;
  ssize_t count = readlink(path, target, sizeof target - 1);
  come_back();
  if (!is_known || count < 0) return true;
  target[count] = 0;
  const char *name = strrchr(target, '/');
  return found.f_type == PROC_SUPER_MAGIC && name != NULL && strcmp(name, "/mem") == 0;
}

pid_t parent_of(pid_t pid) {
  pid_t parent = 0;
  read_status(pid, "PPid:\t%d", &parent);
  return parent;
}

pid_t tracer_of(pid_t pid) {
  pid_t tracer = 0;
  read_status(pid, "TracerPid:\t%d", &tracer);
  return tracer;
}

bool is_zombie(pid_t pid) {
  char state = 'Z';
  read_status(pid, "State:\t%c", &state);
  return state == 'Z' || state == 'X';
}
