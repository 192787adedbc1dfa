# Names of formats and codecs are checked against what there is.

$ flitch -i jsno '' app.jsonl
! flitch: unknown input format `jsno`; did you mean `json`?
? 2

$ flitch -o cvs '' app.jsonl
! flitch: unknown output format `cvs`; did you mean `csv`?
? 2

$ flitch -z gzpi '' app.log
! flitch: unknown codec `gzpi`; did you mean `gzip`?
? 2

$ flitch -z gzip:99 '' app.log
! flitch: `gzip` has no level 99; its levels are 1 to 9
? 2

$ flitch help haed
! flitch: no help on `haed`; did you mean `flitch help head`?
? 2
