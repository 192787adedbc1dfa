
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'flitch' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'flitch'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'flitch' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read the pipeline from a file')
            [CompletionResult]::new('--from-file', '--from-file', [CompletionResultType]::ParameterName, 'Read the pipeline from a file')
            [CompletionResult]::new('--arg', '--arg', [CompletionResultType]::ParameterName, 'Give the pipeline a text, read there as arg.NAME')
            [CompletionResult]::new('--files0-from', '--files0-from', [CompletionResultType]::ParameterName, 'Read the inputs that a file names, each before a zero byte')
            [CompletionResult]::new('--rejects', '--rejects', [CompletionResultType]::ParameterName, 'Write lines that are not in the format to FILE, and go on without them')
            [CompletionResult]::new('--max-errors', '--max-errors', [CompletionResultType]::ParameterName, 'Exit with 4 if more than N lines, or N% of them, have bad data')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only records of this time and later: -3h, today, 2026-01-02')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only records before this time; or: end with the first record like this')
            [CompletionResult]::new('--merge-by', '--merge-by', [CompletionResultType]::ParameterName, 'Merge the inputs by time, each of which is in the order of time')
            [CompletionResult]::new('--late', '--late', [CompletionResultType]::ParameterName, 'With --follow, how long `every` waits for late records: 10s, 2m')
            [CompletionResult]::new('--append', '--append', [CompletionResultType]::ParameterName, 'Append the output to FILE')
            [CompletionResult]::new('--checkpoint', '--checkpoint', [CompletionResultType]::ParameterName, 'Read what is new since the last run, remembered in FILE')
            [CompletionResult]::new('--max-line', '--max-line', [CompletionResultType]::ParameterName, 'The longest line that is read')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of times that name none: UTC, +02:00, Europe/Berlin')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The time of the run, for now() and for stamps without a year')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Write the output to FILE, named when the run has ended well')
            [CompletionResult]::new('--out-file', '--out-file', [CompletionResultType]::ParameterName, 'Write the output to FILE, named when the run has ended well')
            [CompletionResult]::new('--save', '--save', [CompletionResultType]::ParameterName, 'Keep the patterns of this run in FILE, as a baseline')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Print N lines after each chosen line')
            [CompletionResult]::new('--after-context', '--after-context', [CompletionResultType]::ParameterName, 'Print N lines after each chosen line')
            [CompletionResult]::new('-B', '-B ', [CompletionResultType]::ParameterName, 'Print N lines before each chosen line')
            [CompletionResult]::new('--before-context', '--before-context', [CompletionResultType]::ParameterName, 'Print N lines before each chosen line')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Print N lines before and after each chosen line')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Print N lines before and after each chosen line')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write what the run did as JSON')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Write metrics of the run for Prometheus')
            [CompletionResult]::new('--junit', '--junit', [CompletionResultType]::ParameterName, 'Write a JUnit report of the asserts')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'The number of threads; without it, one for each processor')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'The number of threads; without it, one for each processor')
            [CompletionResult]::new('--memory', '--memory', [CompletionResultType]::ParameterName, 'The most memory that the stages may hold together')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Read no faster than this: 50MB/s, 20MiB/s, 10000 lines/s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'End after this time, with what was read until then: 60s, 5m, 1h30m')
            [CompletionResult]::new('--progress', '--progress', [CompletionResultType]::ParameterName, 'Show how far the run has come: auto, always, never')
            [CompletionResult]::new('--live', '--live', [CompletionResultType]::ParameterName, 'Show what will come at the end while it grows: auto, always, never')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Let control bytes through to a terminal: auto, always, never')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'The format of the input')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'The format of the input')
            [CompletionResult]::new('--multiline', '--multiline', [CompletionResultType]::ParameterName, 'Join lines to records: auto, indent, java, python, start=REGEX')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format of the output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format of the output')
            [CompletionResult]::new('--print-quoted', '--print-quoted', [CompletionResultType]::ParameterName, 'Print this command, quoted for a shell')
            [CompletionResult]::new('-z', '-z', [CompletionResultType]::ParameterName, 'Compress the output; CODEC:N sets the level')
            [CompletionResult]::new('--compress', '--compress', [CompletionResultType]::ParameterName, 'Compress the output; CODEC:N sets the level')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Print what the pipeline does, and read nothing')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Read the files of folders, and of the folders in them')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Read the files of folders, and of the folders in them')
            [CompletionResult]::new('--time-ordered', '--time-ordered', [CompletionResultType]::ParameterName, 'The inputs are in the order of time: read only what is wanted')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read on as the inputs grow, until the run is ended')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Read on as the inputs grow, until the run is ended')
            [CompletionResult]::new('--from-end', '--from-end', [CompletionResultType]::ParameterName, 'With --follow, read files that are there from their ends on')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Keep what the aggregate has counted with the checkpoint')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print what the run would write, and remember nothing')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 4 if any data is bad')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Print no header line for CSV and TSV')
            [CompletionResult]::new('--single-member', '--single-member', [CompletionResultType]::ParameterName, 'Compress into one member or frame, with one thread')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Print each line after the name of its file')
            [CompletionResult]::new('--with-filename', '--with-filename', [CompletionResultType]::ParameterName, 'Print each line after the name of its file')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing; exit with 1 if nothing is selected')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing; exit with 1 if nothing is selected')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Exit with 1 if nothing is selected')
            [CompletionResult]::new('--exit-status', '--exit-status', [CompletionResultType]::ParameterName, 'Exit with 1 if nothing is selected')
            [CompletionResult]::new('--stats', '--stats', [CompletionResultType]::ParameterName, 'Say how much was read, and how fast')
            [CompletionResult]::new('--polite', '--polite', [CompletionResultType]::ParameterName, 'Step back while the machine, or the reader of the output, is busy')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('discover', 'discover', [CompletionResultType]::ParameterValue, 'Tell what is in a log')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print help on a topic')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('detect', 'detect', [CompletionResultType]::ParameterValue, 'Say which format files are in')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Run the samples that scripts hold')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page')
            break
        }
        'flitch;discover' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read the pipeline from a file')
            [CompletionResult]::new('--from-file', '--from-file', [CompletionResultType]::ParameterName, 'Read the pipeline from a file')
            [CompletionResult]::new('--arg', '--arg', [CompletionResultType]::ParameterName, 'Give the pipeline a text, read there as arg.NAME')
            [CompletionResult]::new('--files0-from', '--files0-from', [CompletionResultType]::ParameterName, 'Read the inputs that a file names, each before a zero byte')
            [CompletionResult]::new('--rejects', '--rejects', [CompletionResultType]::ParameterName, 'Write lines that are not in the format to FILE, and go on without them')
            [CompletionResult]::new('--max-errors', '--max-errors', [CompletionResultType]::ParameterName, 'Exit with 4 if more than N lines, or N% of them, have bad data')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only records of this time and later: -3h, today, 2026-01-02')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only records before this time; or: end with the first record like this')
            [CompletionResult]::new('--merge-by', '--merge-by', [CompletionResultType]::ParameterName, 'Merge the inputs by time, each of which is in the order of time')
            [CompletionResult]::new('--late', '--late', [CompletionResultType]::ParameterName, 'With --follow, how long `every` waits for late records: 10s, 2m')
            [CompletionResult]::new('--append', '--append', [CompletionResultType]::ParameterName, 'Append the output to FILE')
            [CompletionResult]::new('--checkpoint', '--checkpoint', [CompletionResultType]::ParameterName, 'Read what is new since the last run, remembered in FILE')
            [CompletionResult]::new('--max-line', '--max-line', [CompletionResultType]::ParameterName, 'The longest line that is read')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of times that name none: UTC, +02:00, Europe/Berlin')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The time of the run, for now() and for stamps without a year')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Write the output to FILE, named when the run has ended well')
            [CompletionResult]::new('--out-file', '--out-file', [CompletionResultType]::ParameterName, 'Write the output to FILE, named when the run has ended well')
            [CompletionResult]::new('--save', '--save', [CompletionResultType]::ParameterName, 'Keep the patterns of this run in FILE, as a baseline')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Print N lines after each chosen line')
            [CompletionResult]::new('--after-context', '--after-context', [CompletionResultType]::ParameterName, 'Print N lines after each chosen line')
            [CompletionResult]::new('-B', '-B ', [CompletionResultType]::ParameterName, 'Print N lines before each chosen line')
            [CompletionResult]::new('--before-context', '--before-context', [CompletionResultType]::ParameterName, 'Print N lines before each chosen line')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Print N lines before and after each chosen line')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Print N lines before and after each chosen line')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write what the run did as JSON')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Write metrics of the run for Prometheus')
            [CompletionResult]::new('--junit', '--junit', [CompletionResultType]::ParameterName, 'Write a JUnit report of the asserts')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'The number of threads; without it, one for each processor')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'The number of threads; without it, one for each processor')
            [CompletionResult]::new('--memory', '--memory', [CompletionResultType]::ParameterName, 'The most memory that the stages may hold together')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Read no faster than this: 50MB/s, 20MiB/s, 10000 lines/s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'End after this time, with what was read until then: 60s, 5m, 1h30m')
            [CompletionResult]::new('--progress', '--progress', [CompletionResultType]::ParameterName, 'Show how far the run has come: auto, always, never')
            [CompletionResult]::new('--live', '--live', [CompletionResultType]::ParameterName, 'Show what will come at the end while it grows: auto, always, never')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Let control bytes through to a terminal: auto, always, never')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'The format of the input')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'The format of the input')
            [CompletionResult]::new('--multiline', '--multiline', [CompletionResultType]::ParameterName, 'Join lines to records: auto, indent, java, python, start=REGEX')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format of the output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format of the output')
            [CompletionResult]::new('--print-quoted', '--print-quoted', [CompletionResultType]::ParameterName, 'Print this command, quoted for a shell')
            [CompletionResult]::new('-z', '-z', [CompletionResultType]::ParameterName, 'Compress the output; CODEC:N sets the level')
            [CompletionResult]::new('--compress', '--compress', [CompletionResultType]::ParameterName, 'Compress the output; CODEC:N sets the level')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Print what the pipeline does, and read nothing')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Read the files of folders, and of the folders in them')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Read the files of folders, and of the folders in them')
            [CompletionResult]::new('--time-ordered', '--time-ordered', [CompletionResultType]::ParameterName, 'The inputs are in the order of time: read only what is wanted')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read on as the inputs grow, until the run is ended')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Read on as the inputs grow, until the run is ended')
            [CompletionResult]::new('--from-end', '--from-end', [CompletionResultType]::ParameterName, 'With --follow, read files that are there from their ends on')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Keep what the aggregate has counted with the checkpoint')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print what the run would write, and remember nothing')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 4 if any data is bad')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Print no header line for CSV and TSV')
            [CompletionResult]::new('--single-member', '--single-member', [CompletionResultType]::ParameterName, 'Compress into one member or frame, with one thread')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Print each line after the name of its file')
            [CompletionResult]::new('--with-filename', '--with-filename', [CompletionResultType]::ParameterName, 'Print each line after the name of its file')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing; exit with 1 if nothing is selected')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing; exit with 1 if nothing is selected')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Exit with 1 if nothing is selected')
            [CompletionResult]::new('--exit-status', '--exit-status', [CompletionResultType]::ParameterName, 'Exit with 1 if nothing is selected')
            [CompletionResult]::new('--stats', '--stats', [CompletionResultType]::ParameterName, 'Say how much was read, and how fast')
            [CompletionResult]::new('--polite', '--polite', [CompletionResultType]::ParameterName, 'Step back while the machine, or the reader of the output, is busy')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'flitch;help' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'flitch;completions' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'flitch;detect' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'flitch;test' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'flitch;man' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
