# A damaged archive gives its good data, and where it is damaged: in the file, and in what is read.
$ head -c 200 access.log.gz | flitch 'count'
{"count":3}
! flitch: standard input: the gzip stream ends early, at byte 200 (after line 2)
? 3

$ { cat access.log.gz; echo more; } > x.gz; flitch 'count' x.gz
{"count":14}
! flitch: x.gz: trailing garbage after the gzip stream at byte 531, ignored (after line 14)
? 3

$ flitch -z bzip2 '' access.log | cat - access.log.gz | flitch 'count'
{"count":14}
! flitch: standard input: trailing garbage after the bzip2 stream at byte 656, ignored (after line 14)
? 3

# A window that is larger than memory may be is refused with the size that is enough.
$ flitch -z xz --single-member '' access.log | flitch --memory 2MiB 'count'
{"count":0}
! flitch: standard input: the xz window of 9 MiB is larger than the 2 MiB that --memory allows; raise it, as in `--memory 9MiB`
? 3

$ flitch -z xz --single-member '' access.log | flitch --memory 9MiB 'count'
{"count":14}

# Codecs and levels that there are not.
$ flitch -z bz2 '' access.log
! flitch: unknown codec `bz2`; there is gzip, zstd, bzip2, xz, lz4
? 2

$ flitch -z lz4:9 '' access.log
! flitch: `lz4` has one level; write `-z lz4`
? 2

$ flitch --single-member '' access.log
! flitch: --single-member goes with compressed output, as in `-z gzip --single-member`
? 2
