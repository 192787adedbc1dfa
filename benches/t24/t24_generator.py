"""T24: filter -> transform -> aggregate as a chain of three plain generators."""

import sys


def keep(src):
    for x in src:
        if x % 2 == 0:
            yield x


def multiply(src):
    for x in src:
        yield x * 3


def main():
    total = 0
    for x in multiply(keep(map(int, sys.stdin.buffer))):
        total += x
    print(total)


main()
