/* measure: runs one command and reports what the kernel counted.
 *
 *   measure REPORT OUT -- ARGV...     OUT receives the command's standard output
 *
 * REPORT gets one line: wall_s user_s sys_s maxrss_kib exit_status. Time of the processor and
 * memory include every descendant that was waited for, so a pipeline run by sh is whole; maxrss
 * is that of the largest single process.
 *
 * The parent is tiny on purpose: a child's maxrss begins at its parent's size, and a fork of a
 * large interpreter would blur starts that take a millisecond.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static double seconds(struct timeval v) { return v.tv_sec + v.tv_usec * 1e-6; }

int main(int argc, char **argv) {
  if (argc < 5) {
    fputs("measure: REPORT OUT -- ARGV...\n", stderr);
    return 2;
  }
  int out = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0644);
  int in = open("/dev/null", O_RDONLY);
  if (out < 0 || in < 0) { perror(argv[2]); return 2; }
  double began = now();
  pid_t pid = vfork();
  if (pid == 0) {
    dup2(in, 0);
    dup2(out, 1);
    execvp(argv[4], argv + 4);
    _exit(127);
  }
  int status;
  struct rusage used;
  if (pid < 0 || wait4(pid, &status, 0, &used) < 0) { perror("measure"); return 2; }
  double wall = now() - began;
  FILE *f = fopen(argv[1], "w");
  if (!f) { perror(argv[1]); return 2; }
  fprintf(f, "%.6f %.6f %.6f %ld %d\n", wall, seconds(used.ru_utime), seconds(used.ru_stime), used.ru_maxrss,
          WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return fclose(f) != 0;
}
