# What a checkpoint remembers, and what it is told to do that it cannot.

$ printf 'one\ntwo\nthr' > a.log; flitch --checkpoint s '' a.log
one
two

$ printf 'ee\nfour\n' >> a.log; flitch --checkpoint s '' a.log
three
four

$ mv a.log a.log.1; echo five >> a.log.1; echo six > a.log; flitch --checkpoint s '' a.log
five
six

$ gzip -n a.log.1; echo seven >> a.log; flitch --checkpoint s 'print f"{filename}: {line}"' a.log
a.log: seven

$ flitch checkpoint show s
a.log
  read up to byte 10; nothing is new

$ echo eight >> a.log; flitch --checkpoint s --dry-run --append out '' a.log; ls out
eight
! ls: cannot access 'out': No such file or directory
? 2

$ flitch --checkpoint s 'count' a.log
{"count":1}

$ rm a.log; echo new > a.log; flitch --checkpoint s '' a.log
new
! flitch: a.log: the file that was read up to byte 16 is there under no name any more; what was written to it since then is lost
? 3

$ flitch --checkpoint s 'dedup line' a.log
! flitch: `dedup` depends on records that an earlier run has read, and a checkpoint does not keep them; leave out the stage, or --checkpoint
? 2

$ flitch --checkpoint s '"x" | head 3' a.log
! flitch: `head` depends on records that an earlier run has read, and a checkpoint does not keep them; leave out the stage, or --checkpoint
? 2

$ flitch --checkpoint s 'count by line | head 3' a.log

$ flitch --checkpoint s '' a.log a.log.1.gz
! flitch: a.log.1.gz is what a.log was before it was rotated: name only a.log, and the rest is found
? 2

$ flitch --checkpoint s 'count'
! flitch: --checkpoint needs files: standard input has no place to go on from
? 2

$ echo text > t; flitch --checkpoint t '' a.log
! flitch: t: is no checkpoint, or damaged; name another file to start anew
? 2

$ flitch checkpoint show none
! flitch: none: no such file or directory
? 2

$ flitch checkpoint
! flitch: write `flitch checkpoint show FILE` or `flitch checkpoint forget FILE`; see `flitch help cron`
? 2

$ flitch --dry-run '' a.log
! flitch: `--checkpoint` is needed by another option that was given
? 2

$ flitch -q --checkpoint s '"x"' a.log
! flitch: the argument '--quiet' cannot be used with '--checkpoint <FILE>'
? 2

# A header is written once.

$ printf 'a,b\n1,2\n' > c.csv; flitch --checkpoint h --append o.csv '' c.csv; printf '3,4\n' >> c.csv; flitch --checkpoint h --append o.csv '' c.csv; cat o.csv
a,b
1,2
3,4

$ printf '#Fields: a b\n1 2\n' > w.log; flitch -i w3c --checkpoint w 'select b' w.log; printf '3 4\n#Fields: b a\n5 6\n' >> w.log; flitch -i w3c --checkpoint w 'select b' w.log; printf '7 8\n' >> w.log; flitch -i w3c --checkpoint w 'select b' w.log
{"b":2}
{"b":4}
{"b":5}
{"b":7}

# A file that is as large as it may be loses nothing, as a disk that is full does not.

$ seq 1 2000 > n.log; (ulimit -f 8; flitch --checkpoint u --append u.log '' n.log); flitch --checkpoint u --append u.log '' n.log; cmp n.log u.log && echo the same
the same
! flitch: u.log: file too large; `ulimit -f` or the file system says how large it may be
! flitch: the checkpoint knows of nothing that was not written: the next run does the rest
