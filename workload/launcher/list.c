/* The sealed list, which the image build wrote: lines of words with tabs between them. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "launcher.h"

enum { MOST_FILES = 4096, MOST_CALLS = 256, MOST_BYTES = 1 << 20 };

static const char *list_path;
static size_t line_number;

_Noreturn static void bad_line(const char *why) {
  give_up(EXIT_LIST, "%s, line %zu: %s; build the image again, which seals the list", list_path, line_number, why);
}

bool is_same(const struct identity *one, const struct identity *other) {
  return memcmp(one, other, sizeof *one) == 0;
}

static struct identity identity_of(const struct stat *found) {
  struct identity identity = {found->st_dev, found->st_ino, (uint64_t)found->st_size, found->st_ctim.tv_sec,
                              found->st_ctim.tv_nsec};
  return identity;
}

bool identify(const char *path, struct identity *identity) {
  struct stat found;
  if (stat(path, &found) != 0 || !S_ISREG(found.st_mode)) return false;
  *identity = identity_of(&found);
  return true;
}

static int order(const void *one, const void *other) {
  const struct listed_file *a = one, *b = other;
  return memcmp(&a->identity, &b->identity, sizeof a->identity);
}

const struct listed_file *find_file(const struct list *list, const struct identity *identity) {
  struct listed_file key = {.identity = *identity};
  return bsearch(&key, list->files, list->file_count, sizeof key, order);
}

const struct listed_file *find_path(const struct list *list, const char *path) {
  for (size_t i = 0; i < list->file_count; i += 1)
    if (strcmp(list->files[i].path, path) == 0) return &list->files[i];
  return NULL;
}

bool is_listed_mapping(const struct list *list, const char *mapped_as) {
  for (size_t i = 0; i < list->file_count; i += 1)
    if (list->files[i].kind != SCRIPT && strcmp(list->files[i].mapped_as, mapped_as) == 0) return true;
  return false;
}

/* How this kernel writes a file into maps: asked by mapping it. */
static bool read_mapped_as(void *address, char *text, size_t size) {
  FILE *maps = fopen("/proc/self/maps", "re");
  char line[PATH_BYTES + 128];
  bool is_found = false;
  while (maps != NULL && !is_found && fgets(line, sizeof line, maps) != NULL) {
    unsigned long start, inode;
    char device[24];
    if (sscanf(line, "%lx-%*x %*s %*x %23s %lu", &start, device, &inode) != 3 || start != (unsigned long)address)
      continue;
    is_found = snprintf(text, size, "%s %lu", device, inode) < (int)size;
  }
  if (maps != NULL) fclose(maps);
  return is_found;
}

/* Holds a file to its hash and remembers which file that was. */
static void take_file(struct listed_file *file, const char *digest) {
  int opened = open(file->path, O_RDONLY | O_CLOEXEC);
  struct stat found;
  if (opened < 0 || fstat(opened, &found) != 0) give_up(EXIT_LIST, "%s is listed and cannot be read", file->path);
  char actual[65];
  if (!hash_file(opened, actual)) give_up(EXIT_LIST, "%s is listed and cannot be read", file->path);
  if (strcmp(actual, digest) != 0)
    give_up(EXIT_LIST, "%s is not the file that the image was built with: its hash is %s and not %s", file->path, actual,
            digest);
  file->identity = identity_of(&found);
  if (file->kind != SCRIPT) {
    void *address = mmap(NULL, 1, PROT_READ, MAP_PRIVATE, opened, 0);
    if (address == MAP_FAILED || !read_mapped_as(address, file->mapped_as, sizeof file->mapped_as))
      give_up(EXIT_KERNEL, "%s cannot be found in /proc/self/maps", file->path);
    munmap(address, 1);
  }
  close(opened);
}

static size_t split(char *line, char *words[], size_t most) {
  size_t count = 0;
  for (char *rest = line; rest != NULL;) {
    if (count == most) bad_line("it has too many words");
    words[count++] = strsep(&rest, "\t");
  }
  return count;
}

static uint32_t number(const char *word, uint32_t most) {
  char *end;
  unsigned long value = strtoul(word, &end, 10);
  if (*word == 0 || *end != 0 || value > most) bad_line("it has a word that is no number");
  return (uint32_t)value;
}

static void add_network(struct list *list, char *words[], size_t count) {
  if (list->network_count == sizeof list->networks / sizeof *list->networks) bad_line("there are too many networks");
  struct network *network = &list->networks[list->network_count++];
  char *bits = strchr(words[1], '/');
  if (bits == NULL) bad_line("a network needs a prefix length");
  *bits++ = 0;
  bool is_old = strchr(words[1], ':') == NULL;
  if (is_old) {
    memcpy(network->address, "\0\0\0\0\0\0\0\0\0\0\377\377", 12);
    if (inet_pton(AF_INET, words[1], network->address + 12) != 1) bad_line("that is no address");
  } else if (inet_pton(AF_INET6, words[1], network->address) != 1) {
    bad_line("that is no address");
  }
  network->prefix_bits = (int)number(bits, is_old ? 32 : 128) + (is_old ? 96 : 0);
  if (count - 2 > sizeof network->ports / sizeof *network->ports) bad_line("it has too many ports");
  for (size_t i = 2; i < count; i += 1) network->ports[network->port_count++] = (uint16_t)number(words[i], 65535);
}

static enum when when_of(const char *word) {
  if (strcmp(word, "starting") == 0) return STARTING;
  if (strcmp(word, "last") == 0) return LAST;
  if (strcmp(word, "always") != 0) bad_line("expected always, starting or last");
  return ALWAYS;
}

static void read_line(struct list *list, char *line) {
  static struct call calls[MOST_CALLS];
  static size_t call_count;
  char *words[MOST_WORDS + 1];
  size_t count = split(line, words, MOST_WORDS + 1);
  const char *what = words[0];
  if (strcmp(what, "mode") == 0 && count == 2) {
    list->is_enforced = strcmp(words[1], "report") != 0;
  } else if (strcmp(what, "user") == 0 && count == 2) {
    if (list->user_count == sizeof list->users / sizeof *list->users) bad_line("there are too many users");
    list->users[list->user_count++] = number(words[1], UINT32_MAX - 1);
  } else if (strcmp(what, "network") == 0 && count >= 2) {
    add_network(list, words, count);
  } else if (strcmp(what, "call") == 0 && count >= 2) {
    if (list->file_count == 0 || call_count == MOST_CALLS) bad_line("a call stands below its program");
    struct listed_file *file = &list->files[list->file_count - 1];
    struct call *call = &calls[call_count++];
    call->count = count - 1;
    memcpy(call->words, words + 1, call->count * sizeof *words);
    if (file->calls == NULL) file->calls = call;
    file->call_count += 1;
  } else {
    bool is_program = strcmp(what, "program") == 0 && count == 4;
    bool is_script = strcmp(what, "script") == 0 && count == 3;
    if (!is_program && !is_script && !(strcmp(what, "library") == 0 && count == 3)) bad_line("nobody knows such a line");
    if (list->file_count == MOST_FILES) bad_line("there are too many files");
    struct listed_file *file = &list->files[list->file_count++];
    file->kind = is_program ? PROGRAM : is_script ? SCRIPT : LIBRARY;
    file->when = is_program ? when_of(words[2]) : ALWAYS;
    file->path = words[count - 1];
    take_file(file, words[1]);
  }
}

void read_list(struct list *list, const char *path) {
  list_path = path;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  struct stat found;
  if (file < 0 || fstat(file, &found) != 0) give_up(EXIT_LIST, "%s cannot be read; the image build writes it", path);
  if (found.st_size > MOST_BYTES) give_up(EXIT_LIST, "%s is larger than %d bytes", path, MOST_BYTES);
  char *text = calloc(1, (size_t)found.st_size + 1);
  list->files = calloc(MOST_FILES, sizeof *list->files);
  if (text == NULL || list->files == NULL) give_up(EXIT_KERNEL, "there is no memory for %s", path);
  if (read(file, text, (size_t)found.st_size) != found.st_size) give_up(EXIT_LIST, "%s cannot be read", path);
  close(file);
  list->is_enforced = true;
  for (char *rest = text, *line; (line = strsep(&rest, "\n")) != NULL;) {
    line_number += 1;
    if (*line != 0) read_line(list, line);
  }
  qsort(list->files, list->file_count, sizeof *list->files, order);
}
