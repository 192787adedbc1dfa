# Folders, and lists of names.

$ mkdir -p d/b d/a/c d/.git; for f in d/b/2.log d/b/1.log d/a/c/x d/z.log d/.git/no d/b/.hid; do echo $f > $f; done; gzip d/z.log; flitch -r '' d
d/a/c/x
d/b/1.log
d/b/2.log
d/z.log

$ flitch -r -H '"1"' d app.log | head -2
d/b/1.log:d/b/1.log
app.log:2026-03-02 09:00:01 INFO  [main] started in 812 ms

$ cd d/b; flitch -r 'print f"{filename} {line}"'
1.log d/b/1.log
2.log d/b/2.log

$ flitch '' d
! flitch: d: is a directory; -r reads the files in it
? 3

$ flitch -r '' d nothing
d/a/c/x
d/b/1.log
d/b/2.log
d/z.log
! flitch: nothing: no such file or directory
? 3

$ find d -name '*.log*' -print0 | sort -z | flitch --files0-from - 'print filename'
d/b/1.log
d/b/2.log
d/z.log.gz

$ printf 'd/b/1.log\0d/b/2.log' > list; flitch --files0-from list count
{"count":2}

$ printf '' | flitch --files0-from - count
{"count":0}

$ printf 'a\0\0' | flitch --files0-from - count
! flitch: --files0-from -: name 2 is empty; names stand before zero bytes, as `find -print0` writes them
? 2

$ flitch --files0-from list count app.log
! flitch: --files0-from names the inputs, and so do the words after the pipeline; use one
? 2

$ flitch --files0-from nothing count
! flitch: --files0-from nothing: no such file or directory
? 2

$ flitch -F -r '' d
! flitch: --follow takes a folder for its files as they come; leave out -r
? 2

$ ln -s ../app.log d/link; ln -s b d/folder; flitch -r count d; flitch -r count d/folder
{"count":4}
{"count":2}

# With a checkpoint what was rotated away is found through the file that it was.

$ echo new > d/b/1.log.1; flitch --checkpoint c -r 'print line' d/b; echo more >> d/b/2.log; flitch --checkpoint c -r 'print line' d/b
d/b/1.log
d/b/2.log
more

$ flitch -R '' d
! flitch: unknown option `-R`
!   for grep's, flitch's -r reads all files in folders but hidden ones; choose others as in `find DIR -name '*.log' -print0 | flitch --files0-from - 'PIPELINE'`
!   for jq's, `line` is the line as read, whatever the format; leave it out
? 2
