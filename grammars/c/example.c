#ifndef LIST_H
#define LIST_H

#include <stdio.h>
#include "list.h"

#define MAX 10
#define MIN(a, b) ((a) < (b) ? (a) : (b))

#ifdef _WIN32
#include <windows.h>
static char separator(void) { return '\\'; }
#elif defined(__APPLE__)
static char separator(void) { return ':'; }
#else
static char separator(void) { return '/'; }
#endif

extern int verbose;
static int count = 0, *last, sizes[3];

struct list {
    int size;
    struct list *next;
    int (*compare)(int, int);
    char name[10];
};

typedef struct list list;
typedef struct {
    int x;
} point;
typedef int (*callback)(int);
typedef unsigned int uint, *uint_ptr;

enum state { DRAFT, SENT = 2 };

static const char *names[] = {
    "draft",
    "sent",
};

list *list_new(int size);

list *list_new(int size)
{
    list *self = malloc(sizeof *self);
    int i;
    if (!self) {
        return NULL;
    }
    switch (size) {
    case 0:
        puts("none");
        break;
    default:
        puts("some");
    }
#ifdef DEBUG
    puts("new");
#endif
    for (i = 0; i < size; i++) {
        self->size++;
    }
    return self;
}

int main(int argc, char **argv) { return 0; }

#endif
