"""T24: the same three stages as asyncio async generators."""

import asyncio, sys


async def source():
    for line in sys.stdin.buffer:
        yield int(line)


async def keep(src):
    async for x in src:
        if x % 2 == 0:
            yield x


async def multiply(src):
    async for x in src:
        yield x * 3


async def main():
    total = 0
    async for x in multiply(keep(source())):
        total += x
    print(total)


asyncio.run(main())
