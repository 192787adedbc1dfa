# The lines of kelora's sample of odd stamps: those in a shape of their own, and those that need a format.
$ printf '%s\n' '01/15/2024 10:00:00.123 Event with MM/DD/YYYY format' '15-Jan-2024 10:00:05.456 Event with DD-Mon-YYYY format' '2024.01.15 10:00:10.789 Event with dots as date separators' '10:00:15 2024-01-15 Time before date' 'Jan 15, 2024 at 10:00:20 Natural language style' '2024-01-15T10:00:25 No seconds, just minutes' '20240115100030 Compact format YYYYMMDDHHMMSS' '15/01/24 10:00:35 Two-digit year' '2024-015 10:00:40 Day of year format' '[2024-01-15 10:00:45,123] Bracketed with milliseconds' '2024-01-15 10:00:50 AM 12-hour format' 'Mon, 15 Jan 2024 10:00:55 +0000 RFC 2822 style' '@1705315260 Unix timestamp (seconds since epoch)' '2024-W03-1 10:01:05 ISO week date' '15.01.2024 - 10:01:10 European format with separator' > custom
$ flitch -i lines 'select time(line[:31]) ?? time(line[:24].strip()) ?? time(line[1:24]) ?? time(line[:23]) ?? time(line[:22]) ?? time(line[:19]) ?? time(line[:17]) as t, line | where t != None' custom 2> /dev/null
{"t":"2024-01-15T10:00:05.456Z","line":"15-Jan-2024 10:00:05.456 Event with DD-Mon-YYYY format"}
{"t":"2024-01-15T10:00:10.789Z","line":"2024.01.15 10:00:10.789 Event with dots as date separators"}
{"t":"2024-01-15T10:00:20Z","line":"Jan 15, 2024 at 10:00:20 Natural language style"}
{"t":"2024-01-15T10:00:25Z","line":"2024-01-15T10:00:25 No seconds, just minutes"}
{"t":"2024-01-15T10:00:40Z","line":"2024-015 10:00:40 Day of year format"}
{"t":"2024-01-15T10:00:45.123Z","line":"[2024-01-15 10:00:45,123] Bracketed with milliseconds"}
{"t":"2024-01-15T10:00:50Z","line":"2024-01-15 10:00:50 AM 12-hour format"}
{"t":"2024-01-15T10:00:55Z","line":"Mon, 15 Jan 2024 10:00:55 +0000 RFC 2822 style"}
{"t":"2024-01-15T10:01:05Z","line":"2024-W03-1 10:01:05 ISO week date"}
$ flitch -i lines 'where line.startswith("@") | select time(line[:11]) as t, line' custom
{"t":"2024-01-15T10:41:00Z","line":"@1705315260 Unix timestamp (seconds since epoch)"}
$ flitch -i lines 'where line =~ r"AM|at 10|Compact" | select time(line[:22]) as am, time(line[:24]) as at, time(line[:14]) as compact' custom 2> /dev/null
{"am":null,"at":"2024-01-15T10:00:20Z","compact":null}
{"am":null,"at":null,"compact":"2024-01-15T10:00:30Z"}
{"am":"2024-01-15T10:00:50Z","at":null,"compact":null}
$ flitch -i lines '"MM/DD" | select time(line[:23], "%m/%d/%Y %H:%M:%S.%f") as t' custom
{"t":"2024-01-15T10:00:00.123Z"}
$ flitch -i lines '"Two-digit" | select time(line[:17], "%d/%m/%y %H:%M:%S") as t' custom
{"t":"2024-01-15T10:00:35Z"}
$ flitch -i lines '"Time before" | select time(line[:19], "%H:%M:%S %Y-%m-%d") as t' custom
{"t":"2024-01-15T10:00:15Z"}
$ flitch -i lines '"European" | select time(line[:21], "%d.%m.%Y - %H:%M:%S") as t' custom
{"t":"2024-01-15T10:01:10Z"}
