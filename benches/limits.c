/* limits: what the machine itself takes, to hold against every tool.
 *
 *   limits lines THREADS FILE...   reads and counts newlines: pread() of 256 KiB and one chain of memchr
 *   limits pipe                    the same of standard input, on one thread
 *   limits write BYTES             writes that much to standard output, 256 KiB at a time
 *   limits bw                      GiB/s read from memory, by one thread and by two
 *
 * Threads take pieces of 4 MiB, or whole small files, as they come. cc -O3 -pthread.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BLOCK (256 << 10)
#define PIECE (4l << 20)
#define BYTES (512ul << 20)

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static long newlines(const char *at, const char *end) {
  long n = 0;
  for (; (at = memchr(at, '\n', end - at)); at++) n++;
  return n;
}

/* A block that lies well for pread(): where the copy runs just behind its source, as addresses within a page
   go, it is several times slower, and allocators put large blocks just there. */
static char *block_of(void) {
  char *room = aligned_alloc(4096, BLOCK + 4096);
  return room ? room + 1024 : 0;
}

/* Piece p is the range from `from` of one file; all pieces stand in one list that threads count along. */
struct piece { const char *file; off_t from; };
static struct piece *pieces;
static size_t count, next_piece;
static long found;
static int failed;

static void *reader(void *unused) {
  (void)unused;
  char *block = block_of();
  long n = 0;
  size_t p;
  while (block && (p = __atomic_fetch_add(&next_piece, 1, __ATOMIC_RELAXED)) < count) {
    int fd = open(pieces[p].file, O_RDONLY);
    if (fd < 0) { perror(pieces[p].file); failed = 1; break; }
    off_t at = pieces[p].from, end = at + PIECE;
    while (at < end) {
      ssize_t k = pread(fd, block, end - at < BLOCK ? end - at : BLOCK, at);
      if (k < 0) { perror(pieces[p].file); failed = 1; }
      if (k <= 0) break;
      n += newlines(block, block + k);
      at += k;
    }
    close(fd);
  }
  __atomic_add_fetch(&found, n, __ATOMIC_RELAXED);
  return 0;
}

static int lines(long threads, char **files) {
  size_t room = 0;
  for (; *files; files++) {
    struct stat st;
    if (stat(*files, &st) < 0) { perror(*files); return 1; }
    for (off_t from = 0; from < st.st_size; from += PIECE) {
      if (count == room && !(pieces = realloc(pieces, (room = room * 2 + 64) * sizeof *pieces))) return 1;
      pieces[count++] = (struct piece){*files, from};
    }
  }
  pthread_t others[64];
  if (threads < 1 || threads > 64) return 2;
  for (long t = 1; t < threads; t++)
    if (pthread_create(&others[t], 0, reader, 0)) return 1;
  reader(0);
  for (long t = 1; t < threads; t++) pthread_join(others[t], 0);
  printf("%ld\n", found);
  return failed;
}

static int from_pipe(void) {
  char *block = block_of();
  long n = 0;
  ssize_t k;
  if (!block) return 1;
  while ((k = read(0, block, BLOCK)) > 0) n += newlines(block, block + k);
  printf("%ld\n", n);
  return k < 0;
}

static int put(long bytes) {
  static char block[BLOCK];
  memset(block, 'x', BLOCK);
  while (bytes > 0) {
    ssize_t k = write(1, block, bytes < BLOCK ? bytes : BLOCK);
    if (k < 0) { perror("write"); return 1; }
    bytes -= k;
  }
  return 0;
}

static uint64_t *mem, sink;
static void *sum(void *half) {
  uint64_t s = 0, *p = mem + (half ? BYTES / 16 : 0);
  for (size_t r = 0; r < 4; r++) {
    for (size_t i = 0; i < BYTES / 16; i++) s += p[i];
    __asm__ volatile("" : "+r"(s), "+r"(p) :: "memory");
  }
  __atomic_add_fetch(&sink, s, __ATOMIC_RELAXED);
  return 0;
}

/* A thread reads its half, 256 MiB, four times: 1 GiB. The best of three counts. */
static int bandwidth(void) {
  mem = aligned_alloc(4096, BYTES);
  if (!mem) return 1;
  memset(mem, 1, BYTES);
  double best[2] = {1e9, 1e9};
  for (int r = 0; r < 3; r++)
    for (int two = 0; two < 2; two++) {
      pthread_t other;
      double began = now();
      if (two && pthread_create(&other, 0, sum, mem)) return 1;
      sum(0);
      if (two) pthread_join(other, 0);
      double took = now() - began;
      if (took < best[two]) best[two] = took;
    }
  printf("%.2f %.2f\n", 1.0 / best[0], 2.0 / best[1]);
  return 0;
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  if (argc > 3 && !strcmp(what, "lines")) return lines(atol(argv[2]), argv + 3);
  if (argc == 2 && !strcmp(what, "pipe")) return from_pipe();
  if (argc == 3 && !strcmp(what, "write")) return put(atol(argv[2]));
  if (argc == 2 && !strcmp(what, "bw")) return bandwidth();
  fputs("limits: lines THREADS FILE... | pipe | write BYTES | bw\n", stderr);
  return 2;
}
