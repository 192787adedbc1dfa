$ flitch -h
Filter, parse, count and sort lines of logs, in parallel, byte for byte
\
Usage: flitch [OPTIONS] 'PIPELINE' [FILE...]
       flitch [OPTIONS] -f SCRIPT [FILE...]
       flitch discover [OPTIONS] [FILE...]
       flitch detect [FILE...]
       flitch test SCRIPT...
       flitch help [TOPIC]
\
Arguments:
  [PIPELINE]  The stages that the lines run through
  [FILE]...   The inputs, in this order; `-` or none is standard input
\
Options:
  -h, --help     Print help (see more with '--help')
  -V, --version  Print version
\
Pipeline:
  -f, --from-file <SCRIPT>    Read the pipeline from a file
      --arg <NAME=TEXT>       Give the pipeline a text, read there as arg.NAME
      --explain               Print what the pipeline does, and read nothing
      --print-quoted <SHELL>  Print this command, quoted for a shell
      --now <TIME>            The time of the run, for now() and for stamps
                              without a year
\
Input:
  -i, --input <FORMAT>          The format of the input [default: auto]
      --multiline <RULE>        Join lines to records: auto, indent, java,
                                python, start=REGEX
  -r, --recursive               Read the files of folders, and of the folders in
                                them
      --files0-from <FILE>      Read the inputs that a file names, each before a
                                zero byte
      --rejects <FILE>          Write lines that are not in the format to FILE,
                                and go on without them
      --max-errors <N|P%>       Exit with 4 if more than N lines, or N% of them,
                                have bad data
      --since <TIME>            Only records of this time and later: -3h, today,
                                2026-01-02
      --until <TIME|CONDITION>  Only records before this time; or: end with the
                                first record like this
      --time-ordered            The inputs are in the order of time: read only
                                what is wanted
      --merge-by <FIELD>        Merge the inputs by time, each of which is in
                                the order of time [possible values: time]
      --max-line <SIZE>         The longest line that is read [default: 64MiB]
      --strict                  Exit with 4 if any data is bad
      --tz <ZONE>               The zone of times that name none: UTC, +02:00,
                                Europe/Berlin [default: UTC]
\
Over time:
  -F, --follow             Read on as the inputs grow, until the run is ended
      --from-end           With --follow, read files that are there from their
                           ends on
      --late <TIME>        With --follow, how long `every` waits for late
                           records: 10s, 2m
      --append <FILE>      Append the output to FILE
      --checkpoint <FILE>  Read what is new since the last run, remembered in
                           FILE
      --state              Keep what the aggregate has counted with the
                           checkpoint
      --dry-run            Print what the run would write, and remember nothing
\
Output:
  -o, --output <FORMAT>     The format of the output
  -O, --out-file <FILE>     Write the output to FILE, named when the run has
                            ended well
      --save <FILE>         Keep the patterns of this run in FILE, as a baseline
      --no-header           Print no header line for CSV and TSV
  -z, --compress <CODEC>    Compress the output; CODEC:N sets the level
      --single-member       Compress into one member or frame, with one thread
  -H, --with-filename       Print each line after the name of its file
  -A, --after-context <N>   Print N lines after each chosen line
  -B, --before-context <N>  Print N lines before each chosen line
  -C, --context <N>         Print N lines before and after each chosen line
  -q, --quiet               Print nothing; exit with 1 if nothing is selected
  -e, --exit-status         Exit with 1 if nothing is selected
      --color <WHEN>        Let control bytes through to a terminal: auto,
                            always, never [default: auto]
\
Reports:
      --stats                Say how much was read, and how fast
      --report <FILE.json>   Write what the run did as JSON
      --metrics <FILE.prom>  Write metrics of the run for Prometheus
      --junit <FILE.xml>     Write a JUnit report of the asserts
\
Running:
  -j, --threads <N>      The number of threads; without it, one for each
                         processor
      --memory <SIZE>    The most memory that the stages may hold together
      --rate <RATE>      Read no faster than this: 50MB/s, 20MiB/s, 10000
                         lines/s
      --polite           Step back while the machine, or the reader of the
                         output, is busy
      --timeout <TIME>   End after this time, with what was read until then:
                         60s, 5m, 1h30m
      --progress <WHEN>  Show how far the run has come: auto, always, never
                         [default: auto]
      --live <WHEN>      Show what will come at the end while it grows: auto,
                         always, never [default: auto]
\
See `flitch help` for the language, and `flitch --help` for more on each option.

$ flitch --version
flitch 0.1.0

$ flitch help awk
! flitch: no help on `awk`; did you mean `flitch help from-awk`?
? 2

$ flitch help zzzzzzzz
! flitch: no help on `zzzzzzzz`; `flitch help` lists the topics
? 2

$ flitch help laws
laws: what flitch promises
\
- The same bytes for any `-j` and any block size, from a file or a pipe, plain
  or compressed. The order of the output is the order of the input; groups come
  in the order in which they were first seen; ties keep the order of the input.
- A line that is only chosen is never rewritten: bad UTF-8, odd spaces, long
  numbers, CRLF and a missing last newline come out as they went in.
- Nothing is dropped silently. What could not be parsed or converted, or was too
  long, is counted and told in one line on standard error, with the first place
  where it happened. `--strict` makes it an error.
- `where P` and `where not P` part the input in two. There are no run-time
  exceptions.
- Memory is bounded by `--memory`. Sorts, groups and keys that do not fit go
  through temporary files; what cannot is refused with the stage named, never
  approximated.
- A file that is written has its name only when the run has ended well; until
  then it ends in `.partial`.
- A partial result never looks like a whole one. Truncated or corrupt input
  gives all good data, a message, and exit code 3.
- Hostile input costs bounded memory and linear time: never a crash, never code,
  never the network, never a file that was not named.

# No page is wider than a terminal, blocks of code excepted.
$ for t in language laws examples exit-codes from-awk stages; do flitch help $t; done | grep -v '^    ' | awk 'length > 80'

# The man page is free of warnings where groff is there to give them.
$ if command -v groff >/dev/null; then flitch man | groff -Kutf8 -man -ww -Tutf8 2>&1 >/dev/null; fi

$ flitch completions bash | bash -n
# A word of a stage leads to its page.
$ flitch help compare | head -4
`compare` is a word of `stats`.
\
stats (stage): aggregate, in total or for each key
\
$ flitch help gap | head -1
`gap` is a word of `sessions`.
$ flitch help seed | head -3
`seed` is a word of `sample`.
\
sample (stage): keep a random part of the records, or so many of them
$ flitch help on
`on` is a word of several stages; see `flitch help` for each of them.
\
    lookup    add the fields of a side file's record with the same key
    stats     aggregate, in total or for each key
    patterns  the templates of the messages, with counts and an example each
    sessions  one record for each visit: records of a key without a longer gap
