# A rate changes no byte.
$ flitch --rate 1MB/s '' app.jsonl | cmp - app.jsonl

$ flitch --rate '100k lines/s' -j 4 count app.jsonl app.log
{"count":20}

$ flitch --rate 10k/s -i combined 'count by status' access.log.gz
{"status":200,"count":4}
{"status":304,"count":1}
{"status":302,"count":1}
{"status":201,"count":2}
{"status":500,"count":1}
{"status":502,"count":1}
{"status":404,"count":2}
{"status":403,"count":1}
{"status":503,"count":1}

# What is no rate.
$ flitch --rate fast '' app.log
! flitch: `--rate`: `fast` is not a rate; write `50MB/s` or `10000 lines/s`
? 2

$ flitch --rate 10M '' app.log
! flitch: `--rate`: `10M` does not say of what; write `10MB/s` or `10M lines/s`
? 2

$ flitch --rate 0B/s '' app.log
! flitch: `--rate`: must be more than nothing; leave it out to read as fast as it goes
? 2

$ flitch --rate 10MBit/s '' app.log
! flitch: `--rate`: `10MBit/s` is not a rate; write `50MB/s` or `10000 lines/s`
? 2

$ flitch --rate
! flitch: `--rate` needs a value: `--rate RATE`
? 2
