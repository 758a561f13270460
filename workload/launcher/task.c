/* Where this runs, as ECS tells it at ECS_CONTAINER_METADATA_URI_V4: plain HTTP at an address of the task itself. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "launcher.h"

enum { ANSWER_BYTES = 16384 };

static bool fetch(const char *host, int port, const char *path, char *text) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  struct timeval patience = {.tv_sec = 2};
  char question[512];
  int length = snprintf(question, sizeof question, "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n", path, host);
  text[0] = 0;
  if (length >= (int)sizeof question || inet_pton(AF_INET, host, &address.sin_addr) != 1) return false;
  int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  bool is_asked = connect(socket_, (struct sockaddr *)&address, sizeof address) == 0 &&
                  write(socket_, question, (size_t)length) == length;
  size_t have = 0;
  for (ssize_t count; is_asked && (count = read(socket_, text + have, ANSWER_BYTES - 1 - have)) > 0;)
    have += (size_t)count;
  text[have] = 0;
  close(socket_);
  return have > 0;
}

/* Adds the value of one member, what stands behind its last slash, where it is a name. */
static void add(char *columns, size_t size, const char *column, const char *json, const char *member) {
  char key[32], value[128];
  snprintf(key, sizeof key, "\"%s\"", member);
  const char *at = strstr(json, key);
  if (at == NULL) return;
  at += strlen(key);
  at += strspn(at, " :");
  size_t length = *at == '"' ? strcspn(at + 1, "\"") : 0;
  const char *start = at + 1;
  for (size_t i = 0; i < length; i += 1)
    if (at[1 + i] == '/') start = at + 2 + i;
  length -= (size_t)(start - at - 1);
  if (length == 0 || length >= sizeof value) return;
  memcpy(value, start, length);
  value[length] = 0;
  const char *plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  size_t have = strlen(columns);
  if (strspn(value, plain) == length) snprintf(columns + have, size - have, "\"%s\":\"%s\",", column, value);
}

void read_task(const char *uri, char *columns, size_t size) {
  char host[64], path[256], own[300];
  static char text[ANSWER_BYTES];
  int port = 80;
  columns[0] = 0;
  if (uri == NULL) return;
  if (sscanf(uri, "http://%63[0-9.]:%d%255s", host, &port, path) != 3) {
    port = 80;
    if (sscanf(uri, "http://%63[0-9.]%255s", host, path) != 2) return;
  }
  snprintf(own, sizeof own, "%s/task", path);
  if (fetch(host, port, own, text)) {
    add(columns, size, "ecs_cluster_name", text, "Cluster");
    add(columns, size, "ecs_service_name", text, "ServiceName");
    add(columns, size, "ecs_task_id", text, "TaskARN");
  }
  if (fetch(host, port, path, text)) add(columns, size, "container_name", text, "Name");
  if (columns[0] == 0) fprintf(stderr, "allow-list: task metadata at %s is not to be had; lines name no task\n", uri);
}
