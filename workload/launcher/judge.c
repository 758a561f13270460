/* What the list says. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "launcher.h"

static bool matches(const struct call *call, const struct words *words) {
  for (size_t i = 0; i < call->count; i += 1) {
    if (strcmp(call->words[i], "**") == 0) return true;
    if (i >= words->count) return false;
    if (strcmp(call->words[i], "*") != 0 && strcmp(call->words[i], words->text[i]) != 0) return false;
  }
  return words->is_whole && call->count == words->count;
}

/* A listed script that a call names has to be the file that was hashed. */
static bool scripts_are_whole(const struct list *list, const struct call *call) {
  for (size_t i = 0; i < call->count; i += 1) {
    const struct listed_file *file = find_path(list, call->words[i]);
    struct identity now;
    if (file == NULL || file->kind != SCRIPT) continue;
    if (!identify(file->path, &now) || !is_same(&now, &file->identity)) return false;
  }
  return true;
}

const char *judge_call(const struct list *list, const struct listed_file *file, const struct words *words,
                       bool has_started) {
  if (file == NULL || file->kind == LIBRARY) return "it is not on the list";
  if (file->kind == SCRIPT) return NULL; /* its interpreter is judged with these arguments */
  if (has_started && file->when != ALWAYS) return "it may run only while the container starts";
  if (file->call_count == 0) return NULL;
  for (size_t i = 0; i < file->call_count; i += 1)
    if (matches(&file->calls[i], words))
      return scripts_are_whole(list, &file->calls[i]) ? NULL : "its script was changed";
  return "the list does not have it with these arguments";
}

bool is_listed_user(const struct list *list, uint64_t user) {
  for (size_t i = 0; i < list->user_count; i += 1)
    if (list->users[i] == (uint32_t)user) return true;
  return false;
}

/* The container itself: loopback, and no address at all, which the C library asks about and which leads there. */
static bool is_own(const uint8_t address[16]) {
  static const uint8_t none[16], loopback[16] = {[15] = 1}, older[12] = {[10] = 255, [11] = 255};
  if (memcmp(address, none, 16) == 0 || memcmp(address, loopback, 16) == 0) return true;
  return memcmp(address, older, 12) == 0 && (address[12] == 127 || memcmp(address + 12, none, 4) == 0);
}

static bool contains(const struct network *network, const uint8_t address[16]) {
  int whole = network->prefix_bits / 8, rest = network->prefix_bits % 8;
  if (memcmp(network->address, address, (size_t)whole) != 0) return false;
  return rest == 0 || (network->address[whole] ^ address[whole]) >> (8 - rest) == 0;
}

const char *judge_address(const struct list *list, const void *address, size_t size, char *shown, size_t shown_size) {
  shown[0] = 0;
  struct sockaddr_in6 newer;
  struct sockaddr_in older;
  sa_family_t family;
  if (size < sizeof family) return NULL; /* the kernel refuses it */
  memcpy(&family, address, sizeof family);
  if (family == AF_UNIX || family == AF_UNSPEC || family == AF_NETLINK) return NULL;
  uint8_t wanted[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255};
  uint16_t port;
  char text[INET6_ADDRSTRLEN];
  if (family == AF_INET && size >= sizeof older) {
    memcpy(&older, address, sizeof older);
    memcpy(wanted + 12, &older.sin_addr, 4);
    port = ntohs(older.sin_port);
    inet_ntop(AF_INET, &older.sin_addr, text, sizeof text);
  } else if (family == AF_INET6 && size >= offsetof(struct sockaddr_in6, sin6_scope_id)) {
    memset(&newer, 0, sizeof newer);
    memcpy(&newer, address, size < sizeof newer ? size : sizeof newer);
    memcpy(wanted, &newer.sin6_addr, 16);
    port = ntohs(newer.sin6_port);
    inet_ntop(AF_INET6, &newer.sin6_addr, text, sizeof text);
  } else {
    snprintf(shown, shown_size, "an address of family %u", family);
    return "the list names no such address";
  }
  if (is_own(wanted)) return NULL;
  snprintf(shown, shown_size, "%s port %u", text, port);
  for (size_t i = 0; i < list->network_count; i += 1) {
    const struct network *network = &list->networks[i];
    if (!contains(network, wanted)) continue;
    if (network->port_count == 0) return NULL;
    for (size_t j = 0; j < network->port_count; j += 1)
      if (network->ports[j] == port) return NULL;
  }
  return "the list does not name that address and port";
}
