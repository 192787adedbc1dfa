# Flags of grep, jq and awk are answered with flitch's spelling of the user's command.

$ flitch -v INFO app.log
! flitch: unknown option `-v`; for grep's, write `flitch 'not "INFO"' app.log`
? 2

$ flitch -c ERROR app.log
! flitch: unknown option `-c`
!   for grep's, write `flitch '"ERROR" | count' app.log`
!   for jq's, a record is one line of JSON in a pipe; `-o json` asks for it elsewhere
? 2

$ flitch -n 'a.*b' app.log
! flitch: unknown option `-n`
!   for grep's, write `flitch 'r"a.*b" | print f"{line_no}:{line}"' app.log`
!   for jq's, a pipeline always reads; give `/dev/null` as FILE
!   for awk's, numbers in data are decimal; it cannot be changed
? 2

$ flitch -m5 ERROR app.log
! flitch: unknown option `-m`; for grep's, write `flitch '"ERROR" | head 5' app.log`
? 2

$ flitch --max-count=5 ERROR app.log
! flitch: unknown option `--max-count`; for grep's, write `flitch '"ERROR" | head 5' app.log`
? 2

$ flitch -vi INFO app.log
! flitch: unknown option `-v`; for grep's, write `flitch 'not "INFO"' app.log`
? 2

$ flitch -w "it's" app.log
! flitch: unknown option `-w`; for grep's, write `flitch 'r"\bit'\''s\b"' app.log`
? 2

$ flitch -E 'say "hi"' app.log
! flitch: unknown option `-E`; for grep's, write `flitch 'r"say \x22hi\x22"' app.log`
? 2

$ flitch -o '"ERROR"' app.log
! flitch: `--output`: names the output format; to print only what matches, use `parse regex r"(?P<x>...)" | print f"{x}"`
? 2

$ flitch -i '"error"' app.log
! flitch: `--input`: names the input format; to ignore case, use i"error" or r"(?i)error"
? 2

$ flitch -5 ERROR app.log
! flitch: unknown option `-5`; for grep's, write `-C 5`
? 2

$ flitch -L ERROR app.log access.log app.jsonl users.csv
! flitch: unknown option `-L`
!   for grep's, write `flitch 'count where "ERROR" in line as n by filename | where n == 0' app.log access.log app.jsonl ...`
!   for jq's, there are no modules; `-f SCRIPT` reads a pipeline from a file
? 2

$ flitch -s .msg app.jsonl
! flitch: unknown option `-s`
!   for grep's, messages go to standard error; write `2>/dev/null` after the command
!   for jq's, an aggregate or `sort` takes all records together; see `flitch help from-jq`
? 2

$ flitch -r .msg app.jsonl
! flitch: a stage opens with a word
!   .msg
!   ^ a field is named without a dot before it
!   help: select msg
? 2

$ flitch -F: '{print $1}' app.log
! flitch: unknown option `--field-separator`; for awk's, write `-i csv` or `-i tsv`, or `parse regex r"..."` for lines of another shape
? 2

$ flitch -v who=bob '$1 == who' app.log
! flitch: unknown option `-v`; for awk's, write `--arg name=text`, and `arg.name` in the pipeline
? 2

$ flitch --argjson n 1 . app.jsonl
! flitch: unknown option `--argjson`; for jq's, write `--arg name=text`, and `int(arg.name)` or `float(arg.name)` in the pipeline
? 2
