# The run went to its end, even with nothing selected.
$ flitch '"FATAL"' app.log

$ flitch -e '"FATAL"' app.log
? 1

$ flitch -e '"pool"' app.log
2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)

$ flitch -q '"pool"' app.log

$ flitch -q '"FATAL"' app.log
? 1

# A missing file does not keep the others from being read.
$ flitch '"pool"' missing.log app.log
2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)
! flitch: missing.log: no such file or directory
? 3

# A reader that goes away is no error.
$ yes | flitch '' | head -1
y

# An error of the pipeline comes before anything is read.
$ flitch 'where' missing.log 2>/dev/null
? 2
