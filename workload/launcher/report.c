/* One JSON line on stdout for each refusal, with the columns of the container_logs table. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "launcher.h"

/* A line up to PIPE_BUF goes out whole, whoever else writes to the same pipe. */
enum { LINE_BYTES = 4096, WINDOW_SECONDS = 10, MOST_IN_A_WINDOW = 100, LONGEST_PATH = 400 };

static char task[1024];
static time_t window_start;
static unsigned in_window, left_out;

void report_task(const char *columns) {
  snprintf(task, sizeof task, "%s", columns);
}

_Noreturn void give_up(int status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("allow-list: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  _exit(status);
}

static void append(char *line, const char *format, ...) {
  size_t have = strlen(line);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line + have, LINE_BYTES - have, format, arguments);
  va_end(arguments);
}

/* A text of a process, which may hold anything: each byte that is not plain ASCII is written as an escape. */
static void append_text(char *line, const char *name, const char *text, size_t longest) {
  append(line, "\"%s\":\"", name);
  for (size_t i = 0; text[i] != 0 && i < longest; i += 1) {
    unsigned char c = (unsigned char)text[i];
    if (c == '"' || c == '\\') append(line, "\\%c", c);
    else if (c < ' ' || c == 127) append(line, "\\u%04x", c);
    else if (c > 127) append(line, "\\ufffd");
    else append(line, "%c", c);
  }
  append(line, "\",");
}

static void write_whole(const char *line) {
  for (size_t done = 0, size = strlen(line); done < size;) {
    ssize_t count = write(STDOUT_FILENO, line + done, size - done);
    if (count > 0) done += (size_t)count;
    /* Nobody reads the log any more: what cannot be told is still refused. */
    else if (errno != EINTR && errno != EAGAIN) return;
  }
}

static void begin(char *line) {
  struct timespec now;
  struct tm utc;
  char time_text[24];
  clock_gettime(CLOCK_REALTIME, &now);
  gmtime_r(&now.tv_sec, &utc);
  strftime(time_text, sizeof time_text, "%Y-%m-%dT%H:%M:%S", &utc);
  line[0] = 0;
  append(line, "{%s\"logged_at\":\"%s.%03ldZ\",\"process\":\"allow-list\",", task, time_text, now.tv_nsec / 1000000);
}

static bool has_room(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  if (now.tv_sec - window_start >= WINDOW_SECONDS) {
    window_start = now.tv_sec;
    in_window = 0;
  }
  in_window += 1;
  return in_window <= MOST_IN_A_WINDOW;
}

void report_left_out(void) {
  if (left_out == 0) return;
  char line[LINE_BYTES];
  begin(line);
  append(line, "\"action\":\"left-out\",\"message\":\"%u more refusals were not logged: at most %d are in %d seconds\"}\n",
         left_out, MOST_IN_A_WINDOW, WINDOW_SECONDS);
  left_out = 0;
  write_whole(line);
}

void report(const struct refusal *refusal) {
  if (!has_room()) {
    left_out += 1;
    return;
  }
  report_left_out();
  char line[LINE_BYTES], parent[LONGEST_PATH], arguments[640] = "", message[LONGEST_PATH * 2];
  if (refusal->words != NULL) mask_words(refusal->words, arguments, sizeof arguments);
  bool was_started = strcmp(refusal->action, "killed") == 0 || strcmp(refusal->action, "reported") == 0;
  pid_t asking = was_started ? parent_of(refusal->pid) : refusal->pid;
  link_of(asking, "exe", parent, sizeof parent);
  long user = user_of(refusal->pid);
  snprintf(message, sizeof message, "%s %.*s for user %ld: %s", refusal->action, LONGEST_PATH, refusal->file, user,
           refusal->reason);
  begin(line);
  append_text(line, "message", message, sizeof message);
  append_text(line, "action", refusal->action, 16);
  append_text(line, "reason", refusal->reason, 200);
  append_text(line, "file", refusal->file, LONGEST_PATH);
  append_text(line, "arguments", arguments, sizeof arguments);
  append_text(line, "parent", parent, sizeof parent);
  append(line, "\"process_id\":%d,\"user_id\":%ld}\n", refusal->pid, user);
  write_whole(line);
}
