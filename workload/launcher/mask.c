/* Arguments as a log may hold them. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "launcher.h"

enum { LONGEST_SHOWN = 600, SHORTEST_TOKEN = 20 };

static bool names_secret(const char *text, size_t length) {
  static const char *const names[] = {"pass", "pwd", "secret", "token", "key", "auth", "cred", "bearer", "cookie"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i += 1)
    for (size_t at = 0; at + strlen(names[i]) <= length; at += 1)
      if (strncasecmp(text + at, names[i], strlen(names[i])) == 0) return true;
  return length == 2 && strncmp(text, "-p", 2) == 0;
}

static void append(char *text, size_t size, const char *from, size_t length) {
  size_t have = strlen(text);
  if (have + length + 1 > size) length = size - have - 1;
  memcpy(text + have, from, length);
  text[have + length] = 0;
}

static bool is_token_character(char c) {
  return isalnum((unsigned char)c) || c == '+' || c == '_' || c == '-';
}

/* Long runs of letters and digits: access keys, hashes, tokens. */
static void append_without_tokens(char *text, size_t size, const char *from, size_t length) {
  for (size_t at = 0; at < length;) {
    size_t run = at;
    bool has_letter = false, has_digit = false;
    while (run < length && is_token_character(from[run])) {
      has_letter = has_letter || isalpha((unsigned char)from[run]);
      has_digit = has_digit || isdigit((unsigned char)from[run]);
      run += 1;
    }
    if (run - at >= SHORTEST_TOKEN && has_letter && has_digit) append(text, size, "***", 3);
    else append(text, size, from + at, run - at);
    if (run < length) append(text, size, from + run, 1);
    at = run + 1;
  }
}

/* One part between blanks; gives whether the next one is a secret. */
static bool append_part(char *text, size_t size, const char *part, size_t length, bool is_secret) {
  if (is_secret) {
    bool is_scheme = (length == 6 && strncasecmp(part, "bearer", 6) == 0) || (length == 5 && strncasecmp(part, "basic", 5) == 0);
    append(text, size, is_scheme ? part : "***", is_scheme ? length : 3);
    return is_scheme;
  }
  size_t equals = 0;
  while (equals < length && part[equals] != '=' && part[equals] != ':') equals += 1;
  if (names_secret(part, equals)) {
    bool has_value = equals + 1 < length;
    append(text, size, part, has_value ? equals + 1 : length);
    if (has_value) append(text, size, "***", 3);
    return !has_value;
  }
  const char *query = memchr(part, '?', length);
  size_t shown = query == NULL ? length : (size_t)(query - part) + 1;
  const char *at = memchr(part, '@', shown);
  size_t host = 0;
  for (size_t i = 0; at != NULL && i + 2 < (size_t)(at - part); i += 1)
    if (strncmp(part + i, "://", 3) == 0) host = i + 3;
  if (host != 0) {
    append(text, size, part, host);
    append(text, size, "***", 3);
    host = (size_t)(at - part);
  }
  append_without_tokens(text, size, part + host, shown - host);
  if (query != NULL) append(text, size, "***", 3);
  return false;
}

void mask_words(const struct words *words, char *text, size_t size) {
  text[0] = 0;
  if (size > LONGEST_SHOWN) size = LONGEST_SHOWN;
  bool is_secret = false;
  for (size_t i = 0; i < words->count; i += 1) {
    if (i > 0) append(text, size, " ", 1);
    for (const char *part = words->text[i]; *part != 0;) {
      size_t length = strcspn(part, " \t\r\n");
      if (length > 0) is_secret = append_part(text, size, part, length, is_secret);
      part += length;
      size_t blanks = strspn(part, " \t\r\n");
      append(text, size, part, blanks);
      part += blanks;
    }
  }
  if (!words->is_whole) append(text, size, " ...", 4);
}
