# The cases of coreutils: sort, uniq, cut, tac and join (suites.rs says what the lines mean).
#
# flitch sorts a text that is a number as one; `str(...)` makes it plain text. A key that
# ends in `str(line)` is what GNU sort does last of all without `-s`.

let num = float("0" + extract(line, r"^[ \t]*-?([0-9]*\.?[0-9]*)").rstrip(".")) * (-1 if line.lstrip().startswith("-") else 1) + 0
let unit = ("KMGTPEZY".find(extract(line, r"^[ \t]*-?[0-9]*\.?[0-9]+([KMGTPEZY])") ?? "-") + 1) * (-1 if line.lstrip().startswith("-") else 1)
let month = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC".find(line.strip()[:3].upper()) if line.strip() != "" else -1

cut/delimiter_specified
  cut -d: -f 1,2,4,6,7,9- cut/lists.txt
  $ flitch 'replace r"^((?:[^:]*:){6}[^:]*):[^:]*" with "$1" | replace r"^((?:[^:]*:){3}[^:]*):[^:]*" with "$1" | replace r"^([^:]*:[^:]*):[^:]*" with "$1"' suite/cut/lists.txt

join/autoformat
  join
  outside: input, the suite has none for it

join/case_insensitive
  join
  outside: input, the suite has none for it

join/default
  join
  outside: input, the suite has none for it

join/empty_key
  join
  outside: input, the suite has none for it

join/header
  join --header join/header_1.txt join/header_2.txt
  $ flitch 'parse pattern "<k> <l>"' suite/join/header_1.txt >left.jsonl; flitch 'parse pattern "<k> <r>" | lookup "left.jsonl" on k | where l is not None | print f"{k} {l} {r}"' suite/join/header_2.txt

join/header_autoformat
  join --header -o auto join/header_1.txt join/header_2.txt
  $ flitch 'parse pattern "<k> <l>"' suite/join/header_1.txt >left.jsonl; flitch 'parse pattern "<k> <r>" | lookup "left.jsonl" on k | where l is not None | print f"{k} {l.split()[0]} {r.split()[0]}"' suite/join/header_2.txt

join/multibyte_sep
  join -t § join/multibyte_sep_1.txt join/multibyte_sep_2.txt
  $ flitch 'parse pattern "<k>§<l>"' suite/join/multibyte_sep_1.txt >left.jsonl; flitch 'parse pattern "<k>§<r>" | lookup "left.jsonl" on k | where l is not None | print f"{k}§{l}§{r}"' suite/join/multibyte_sep_2.txt

join/null-sep
  join
  outside: input, the suite has none for it

join/semicolon_separated
  join -t ; join/semicolon_fields_1.txt join/semicolon_fields_2.txt
  $ flitch 'parse pattern "<k>;<l>"' suite/join/semicolon_fields_1.txt >left.jsonl; flitch 'parse pattern "<k>;<r>" | lookup "left.jsonl" on k | where l is not None | print f"{k};{l};{r}"' suite/join/semicolon_fields_2.txt

join/unpaired_lines
  join
  outside: input, the suite has none for it

join/unpaired_lines_format
  join
  outside: input, the suite has none for it

join/unpaired_lines_outer
  join
  outside: input, the suite has none for it

sort/blanks
  sort -b sort/blanks.txt
  $ flitch 'sort str(line.lstrip()), line' suite/sort/blanks.txt

sort/default_unsorted_ints
  sort sort/default_unsorted_ints.txt
  $ flitch 'sort str(line)' suite/sort/default_unsorted_ints.txt

sort/ext_sort
  sort -n sort/ext_sort.txt
  $ flitch 'sort line' suite/sort/ext_sort.txt

sort/ext_stable
  sort sort/ext_stable.txt
  $ flitch 'sort str(line)' suite/sort/ext_stable.txt

sort/human-mixed-inputs
  sort -h
  outside: input, the suite has another one: GNU sort does not give this output either

sort/human-mixed-inputs-reverse
  sort -hr sort/human-mixed-inputs-reverse.txt
  $ flitch "sort -($unit), -($num), -str(line)" suite/sort/human-mixed-inputs-reverse.txt

sort/human-mixed-inputs-stable
  sort -hs sort/human-mixed-inputs-stable.txt
  $ flitch "sort ($unit), ($num)" suite/sort/human-mixed-inputs-stable.txt

sort/human-mixed-inputs-unique
  sort -hu sort/human-mixed-inputs-unique.txt
  $ flitch "sort ($unit), ($num) | dedup ($unit), ($num)" suite/sort/human-mixed-inputs-unique.txt

sort/human-numeric-whitespace
  sort -h sort/human-numeric-whitespace.txt
  $ flitch 'sort size(line.strip()) ?? 0, str(line)' suite/sort/human-numeric-whitespace.txt

sort/human_block_sizes
  sort -h sort/human_block_sizes.txt
  $ flitch 'sort size(line) ?? 0, str(line)' suite/sort/human_block_sizes.txt

sort/keys_blanks
  sort -k 1.3 sort/keys_blanks.txt
  $ flitch 'sort str(line[2:]), str(line)' suite/sort/keys_blanks.txt

sort/keys_closed_range
  sort -k 2.2,2.2 sort/keys_closed_range.txt
  $ flitch 'sort str(line.split(" ")[1][:1]), str(line)' suite/sort/keys_closed_range.txt

sort/keys_custom_separator
  sort -t x -k 2.2,2.2 sort/keys_custom_separator.txt
  $ flitch 'sort str(line.split("x")[1][1:2]), str(line)' suite/sort/keys_custom_separator.txt

sort/keys_ignore_flag
  sort sort/keys_ignore_flag.txt
  $ flitch 'sort str(line)' suite/sort/keys_ignore_flag.txt

sort/keys_multiple_ranges
  sort -k 2,2 -k 3,3 sort/keys_multiple_ranges.txt
  $ flitch 'sort str(line.split(" ")[1]), str(line.split(" ")[2]), str(line)' suite/sort/keys_multiple_ranges.txt

sort/keys_negative_size
  sort sort/keys_negative_size.txt
  $ flitch 'sort str(line)' suite/sort/keys_negative_size.txt

sort/keys_no_char_match
  sort -r sort/keys_no_char_match.txt
  $ flitch 'sort -str(line)' suite/sort/keys_no_char_match.txt

sort/keys_no_field_match
  sort sort/keys_no_field_match.txt
  $ flitch 'sort str(line)' suite/sort/keys_no_field_match.txt

sort/keys_open_ended
  sort -k 2.3 sort/keys_open_ended.txt
  $ flitch 'sort str(line[line.find(" ") + 2:]), str(line)' suite/sort/keys_open_ended.txt
  differs: a slice counts code points, and a key of GNU sort bytes
  | gg aa cc
  | dd aa ff
  | aa bb cc
  | èè éé èè
  | 👩‍🔬 👩‍🔬 👩‍🔬
  | 💣💣 💣💣 💣💣

sort/mixed_floats_ints_chars_numeric
  sort -n sort/mixed_floats_ints_chars_numeric.txt
  $ flitch "sort ($num), str(line)" suite/sort/mixed_floats_ints_chars_numeric.txt

sort/mixed_floats_ints_chars_numeric_stable
  sort -ns sort/mixed_floats_ints_chars_numeric_stable.txt
  $ flitch "sort ($num)" suite/sort/mixed_floats_ints_chars_numeric_stable.txt

sort/mixed_floats_ints_chars_numeric_unique
  sort -nu sort/mixed_floats_ints_chars_numeric_unique.txt
  $ flitch "sort ($num) | dedup ($num)" suite/sort/mixed_floats_ints_chars_numeric_unique.txt

sort/mixed_floats_ints_chars_numeric_unique_reverse
  sort -nur sort/mixed_floats_ints_chars_numeric_unique_reverse.txt
  $ flitch "sort -(($num)) | dedup ($num)" suite/sort/mixed_floats_ints_chars_numeric_unique_reverse.txt

sort/months-dedup
  sort -Mu sort/months-dedup.txt
  $ flitch "sort (($month)) | dedup ($month)" suite/sort/months-dedup.txt

sort/months-whitespace
  sort -M sort/months-whitespace.txt
  $ flitch "sort (($month)), str(line)" suite/sort/months-whitespace.txt

sort/version
  sort -V sort/version.txt
  lacks: an order of versions, `sort -V`

sort/version-empty-lines
  sort -V sort/version-empty-lines.txt
  lacks: an order of versions, `sort -V`

sort/zero-terminated
  sort -z sort/zero-terminated.txt
  outside: format of lines that end in NUL

tac/prime_per_line
  tac tac/prime_per_line.txt
  $ flitch 'sort -line_no' suite/tac/prime_per_line.txt

uniq/skip-1-char
  uniq -s 1 uniq/skip-chars.txt
  $ flitch 'dedup consecutive line[1:]' suite/uniq/skip-chars.txt

uniq/skip-2-fields
  uniq -f 2 uniq/skip-fields.txt
  $ flitch 'dedup consecutive extract(line, r"^(?:[ \t]*[^ \t]+){0,2}(.*)$")' suite/uniq/skip-fields.txt

uniq/skip-21-fields
  uniq -f 21 uniq/skip-fields.txt
  $ flitch 'dedup consecutive extract(line, r"^(?:[ \t]*[^ \t]+){0,21}(.*)$")' suite/uniq/skip-fields.txt

uniq/skip-3-check-2-chars
  uniq -s 3 -w 2 uniq/skip-chars.txt
  $ flitch 'dedup consecutive line[3:5]' suite/uniq/skip-chars.txt

uniq/skip-3-check-5-chars
  uniq -s 3 -w 5 uniq/skip-chars.txt
  $ flitch 'dedup consecutive line[3:8]' suite/uniq/skip-chars.txt

uniq/skip-5-chars
  uniq -s 5 uniq/skip-chars.txt
  $ flitch 'dedup consecutive line[5:]' suite/uniq/skip-chars.txt
