# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_flitch_global_optspecs
    string join \n f/from-file= arg= explain r/recursive files0-from= rejects= max-errors= since= until= time-ordered merge-by= F/follow from-end late= append= checkpoint= state dry-run max-line= strict tz= now= O/out-file= save= no-header single-member H/with-filename A/after-context= B/before-context= C/context= q/quiet e/exit-status stats report= metrics= junit= j/threads= memory= rate= polite timeout= progress= live= color= i/input= multiline= o/output= print-quoted= z/compress= h/help V/version
end

function __fish_flitch_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_flitch_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_flitch_using_subcommand
    set -l cmd (__fish_flitch_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c flitch -n "__fish_flitch_needs_command" -s f -l from-file -d 'Read the pipeline from a file' -r -F
complete -c flitch -n "__fish_flitch_needs_command" -l arg -d 'Give the pipeline a text, read there as arg.NAME' -r
complete -c flitch -n "__fish_flitch_needs_command" -l files0-from -d 'Read the inputs that a file names, each before a zero byte' -r -F
complete -c flitch -n "__fish_flitch_needs_command" -l rejects -d 'Write lines that are not in the format to FILE, and go on without them' -r -F
complete -c flitch -n "__fish_flitch_needs_command" -l max-errors -d 'Exit with 4 if more than N lines, or N% of them, have bad data' -r
complete -c flitch -n "__fish_flitch_needs_command" -l since -d 'Only records of this time and later: -3h, today, 2026-01-02' -r
complete -c flitch -n "__fish_flitch_needs_command" -l until -d 'Only records before this time; or: end with the first record like this' -r
complete -c flitch -n "__fish_flitch_needs_command" -l merge-by -d 'Merge the inputs by time, each of which is in the order of time' -r -f -a "time\t''"
complete -c flitch -n "__fish_flitch_needs_command" -l late -d 'With --follow, how long `every` waits for late records: 10s, 2m' -r
complete -c flitch -n "__fish_flitch_needs_command" -l append -d 'Append the output to FILE' -r -F
complete -c flitch -n "__fish_flitch_needs_command" -l checkpoint -d 'Read what is new since the last run, remembered in FILE' -r -F
complete -c flitch -n "__fish_flitch_needs_command" -l max-line -d 'The longest line that is read' -r
complete -c flitch -n "__fish_flitch_needs_command" -l tz -d 'The zone of times that name none: UTC, +02:00, Europe/Berlin' -r
complete -c flitch -n "__fish_flitch_needs_command" -l now -d 'The time of the run, for now() and for stamps without a year' -r
complete -c flitch -n "__fish_flitch_needs_command" -s O -l out-file -d 'Write the output to FILE, named when the run has ended well' -r -F
complete -c flitch -n "__fish_flitch_needs_command" -l save -d 'Keep the patterns of this run in FILE, as a baseline' -r -F
complete -c flitch -n "__fish_flitch_needs_command" -s A -l after-context -d 'Print N lines after each chosen line' -r
complete -c flitch -n "__fish_flitch_needs_command" -s B -l before-context -d 'Print N lines before each chosen line' -r
complete -c flitch -n "__fish_flitch_needs_command" -s C -l context -d 'Print N lines before and after each chosen line' -r
complete -c flitch -n "__fish_flitch_needs_command" -l report -d 'Write what the run did as JSON' -r -F
complete -c flitch -n "__fish_flitch_needs_command" -l metrics -d 'Write metrics of the run for Prometheus' -r -F
complete -c flitch -n "__fish_flitch_needs_command" -l junit -d 'Write a JUnit report of the asserts' -r -F
complete -c flitch -n "__fish_flitch_needs_command" -s j -l threads -d 'The number of threads; without it, one for each processor' -r
complete -c flitch -n "__fish_flitch_needs_command" -l memory -d 'The most memory that the stages may hold together' -r
complete -c flitch -n "__fish_flitch_needs_command" -l rate -d 'Read no faster than this: 50MB/s, 20MiB/s, 10000 lines/s' -r
complete -c flitch -n "__fish_flitch_needs_command" -l timeout -d 'End after this time, with what was read until then: 60s, 5m, 1h30m' -r
complete -c flitch -n "__fish_flitch_needs_command" -l progress -d 'Show how far the run has come: auto, always, never' -r
complete -c flitch -n "__fish_flitch_needs_command" -l live -d 'Show what will come at the end while it grows: auto, always, never' -r
complete -c flitch -n "__fish_flitch_needs_command" -l color -d 'Let control bytes through to a terminal: auto, always, never' -r
complete -c flitch -n "__fish_flitch_needs_command" -s i -l input -d 'The format of the input' -r -f -a "auto\t''
alb\t''
apache\t''
apache-error\t''
auditd\t''
cef\t''
cloudfront\t''
combined\t''
common\t''
compose\t''
cri\t''
csv\t''
docker\t''
elb\t''
file\t''
grok\t''
haproxy\t''
java\t''
journald\t''
json\t''
klog\t''
leef\t''
lines\t''
logback\t''
logfmt\t''
ltsv\t''
mongodb\t''
mysql-error\t''
mysql-slow\t''
nginx\t''
nginx-error\t''
pattern\t''
postgres\t''
postgres-csv\t''
prefixed-json\t''
python\t''
rails\t''
redis\t''
regex\t''
s3\t''
squid\t''
syslog\t''
tsv\t''
vhost\t''
w3c\t''
zeek\t''"
complete -c flitch -n "__fish_flitch_needs_command" -l multiline -d 'Join lines to records: auto, indent, java, python, start=REGEX' -r -f -a "auto\t''
indent\t''
java\t''
python\t''
go\t''
node\t''
dotnet\t''
ruby\t''
php\t''"
complete -c flitch -n "__fish_flitch_needs_command" -s o -l output -d 'The format of the output' -r -f -a "json\t''
csv\t''
tsv\t''
table\t''
logfmt\t''
github\t''
raw\t''"
complete -c flitch -n "__fish_flitch_needs_command" -l print-quoted -d 'Print this command, quoted for a shell' -r -f -a "sh\t''
cron\t''
pwsh\t''
cmd\t''"
complete -c flitch -n "__fish_flitch_needs_command" -s z -l compress -d 'Compress the output; CODEC:N sets the level' -r -f -a "gzip\t''
zstd\t''
bzip2\t''
xz\t''
lz4\t''"
complete -c flitch -n "__fish_flitch_needs_command" -l explain -d 'Print what the pipeline does, and read nothing'
complete -c flitch -n "__fish_flitch_needs_command" -s r -l recursive -d 'Read the files of folders, and of the folders in them'
complete -c flitch -n "__fish_flitch_needs_command" -l time-ordered -d 'The inputs are in the order of time: read only what is wanted'
complete -c flitch -n "__fish_flitch_needs_command" -s F -l follow -d 'Read on as the inputs grow, until the run is ended'
complete -c flitch -n "__fish_flitch_needs_command" -l from-end -d 'With --follow, read files that are there from their ends on'
complete -c flitch -n "__fish_flitch_needs_command" -l state -d 'Keep what the aggregate has counted with the checkpoint'
complete -c flitch -n "__fish_flitch_needs_command" -l dry-run -d 'Print what the run would write, and remember nothing'
complete -c flitch -n "__fish_flitch_needs_command" -l strict -d 'Exit with 4 if any data is bad'
complete -c flitch -n "__fish_flitch_needs_command" -l no-header -d 'Print no header line for CSV and TSV'
complete -c flitch -n "__fish_flitch_needs_command" -l single-member -d 'Compress into one member or frame, with one thread'
complete -c flitch -n "__fish_flitch_needs_command" -s H -l with-filename -d 'Print each line after the name of its file'
complete -c flitch -n "__fish_flitch_needs_command" -s q -l quiet -d 'Print nothing; exit with 1 if nothing is selected'
complete -c flitch -n "__fish_flitch_needs_command" -s e -l exit-status -d 'Exit with 1 if nothing is selected'
complete -c flitch -n "__fish_flitch_needs_command" -l stats -d 'Say how much was read, and how fast'
complete -c flitch -n "__fish_flitch_needs_command" -l polite -d 'Step back while the machine, or the reader of the output, is busy'
complete -c flitch -n "__fish_flitch_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c flitch -n "__fish_flitch_needs_command" -s V -l version -d 'Print version'
complete -c flitch -n "__fish_flitch_needs_command" -a "discover" -d 'Tell what is in a log'
complete -c flitch -n "__fish_flitch_needs_command" -a "help" -d 'Print help on a topic'
complete -c flitch -n "__fish_flitch_needs_command" -a "completions" -d 'Print the completion script of a shell'
complete -c flitch -n "__fish_flitch_needs_command" -a "detect" -d 'Say which format files are in'
complete -c flitch -n "__fish_flitch_needs_command" -a "test" -d 'Run the samples that scripts hold'
complete -c flitch -n "__fish_flitch_needs_command" -a "man" -d 'Print the man page'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s f -l from-file -d 'Read the pipeline from a file' -r -F
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l arg -d 'Give the pipeline a text, read there as arg.NAME' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l files0-from -d 'Read the inputs that a file names, each before a zero byte' -r -F
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l rejects -d 'Write lines that are not in the format to FILE, and go on without them' -r -F
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l max-errors -d 'Exit with 4 if more than N lines, or N% of them, have bad data' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l since -d 'Only records of this time and later: -3h, today, 2026-01-02' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l until -d 'Only records before this time; or: end with the first record like this' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l merge-by -d 'Merge the inputs by time, each of which is in the order of time' -r -f -a "time\t''"
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l late -d 'With --follow, how long `every` waits for late records: 10s, 2m' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l append -d 'Append the output to FILE' -r -F
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l checkpoint -d 'Read what is new since the last run, remembered in FILE' -r -F
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l max-line -d 'The longest line that is read' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l tz -d 'The zone of times that name none: UTC, +02:00, Europe/Berlin' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l now -d 'The time of the run, for now() and for stamps without a year' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s O -l out-file -d 'Write the output to FILE, named when the run has ended well' -r -F
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l save -d 'Keep the patterns of this run in FILE, as a baseline' -r -F
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s A -l after-context -d 'Print N lines after each chosen line' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s B -l before-context -d 'Print N lines before each chosen line' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s C -l context -d 'Print N lines before and after each chosen line' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l report -d 'Write what the run did as JSON' -r -F
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l metrics -d 'Write metrics of the run for Prometheus' -r -F
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l junit -d 'Write a JUnit report of the asserts' -r -F
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s j -l threads -d 'The number of threads; without it, one for each processor' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l memory -d 'The most memory that the stages may hold together' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l rate -d 'Read no faster than this: 50MB/s, 20MiB/s, 10000 lines/s' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l timeout -d 'End after this time, with what was read until then: 60s, 5m, 1h30m' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l progress -d 'Show how far the run has come: auto, always, never' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l live -d 'Show what will come at the end while it grows: auto, always, never' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l color -d 'Let control bytes through to a terminal: auto, always, never' -r
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s i -l input -d 'The format of the input' -r -f -a "auto\t''
alb\t''
apache\t''
apache-error\t''
auditd\t''
cef\t''
cloudfront\t''
combined\t''
common\t''
compose\t''
cri\t''
csv\t''
docker\t''
elb\t''
file\t''
grok\t''
haproxy\t''
java\t''
journald\t''
json\t''
klog\t''
leef\t''
lines\t''
logback\t''
logfmt\t''
ltsv\t''
mongodb\t''
mysql-error\t''
mysql-slow\t''
nginx\t''
nginx-error\t''
pattern\t''
postgres\t''
postgres-csv\t''
prefixed-json\t''
python\t''
rails\t''
redis\t''
regex\t''
s3\t''
squid\t''
syslog\t''
tsv\t''
vhost\t''
w3c\t''
zeek\t''"
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l multiline -d 'Join lines to records: auto, indent, java, python, start=REGEX' -r -f -a "auto\t''
indent\t''
java\t''
python\t''
go\t''
node\t''
dotnet\t''
ruby\t''
php\t''"
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s o -l output -d 'The format of the output' -r -f -a "json\t''
csv\t''
tsv\t''
table\t''
logfmt\t''
github\t''
raw\t''"
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l print-quoted -d 'Print this command, quoted for a shell' -r -f -a "sh\t''
cron\t''
pwsh\t''
cmd\t''"
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s z -l compress -d 'Compress the output; CODEC:N sets the level' -r -f -a "gzip\t''
zstd\t''
bzip2\t''
xz\t''
lz4\t''"
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l explain -d 'Print what the pipeline does, and read nothing'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s r -l recursive -d 'Read the files of folders, and of the folders in them'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l time-ordered -d 'The inputs are in the order of time: read only what is wanted'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s F -l follow -d 'Read on as the inputs grow, until the run is ended'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l from-end -d 'With --follow, read files that are there from their ends on'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l state -d 'Keep what the aggregate has counted with the checkpoint'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l dry-run -d 'Print what the run would write, and remember nothing'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l strict -d 'Exit with 4 if any data is bad'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l no-header -d 'Print no header line for CSV and TSV'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l single-member -d 'Compress into one member or frame, with one thread'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s H -l with-filename -d 'Print each line after the name of its file'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s q -l quiet -d 'Print nothing; exit with 1 if nothing is selected'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s e -l exit-status -d 'Exit with 1 if nothing is selected'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l stats -d 'Say how much was read, and how fast'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -l polite -d 'Step back while the machine, or the reader of the output, is busy'
complete -c flitch -n "__fish_flitch_using_subcommand discover" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c flitch -n "__fish_flitch_using_subcommand help" -s h -l help -d 'Print help'
complete -c flitch -n "__fish_flitch_using_subcommand completions" -s h -l help -d 'Print help'
complete -c flitch -n "__fish_flitch_using_subcommand detect" -s h -l help -d 'Print help'
complete -c flitch -n "__fish_flitch_using_subcommand test" -s h -l help -d 'Print help'
complete -c flitch -n "__fish_flitch_using_subcommand man" -s h -l help -d 'Print help'
