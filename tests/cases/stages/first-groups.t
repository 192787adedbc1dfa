# The groups that come first: ties stay in order, and None is last in both directions.

$ printf 'k=a v=1\nk=b v=-3\nk=c\nk=d v=2.5\nk=e v=1\nk=f v=-3.5\n' | flitch -i logfmt 'top 2 k by sum(v)'
{"k":"d","sum_v":2.5}
{"k":"a","sum_v":1}

$ printf 'k=a v=1\nk=b v=-3\nk=c\nk=d v=2.5\nk=e v=1\nk=f v=-3.5\n' | flitch -i logfmt 'top 3 k by sum(v)'
{"k":"d","sum_v":2.5}
{"k":"a","sum_v":1}
{"k":"e","sum_v":1}

$ printf 'k=a v=1\nk=b v=-3\nk=c\nk=d v=2.5\nk=e v=1\nk=f v=-3.5\n' | flitch -i logfmt 'rare 2 k by sum(v)'
{"k":"f","sum_v":-3.5}
{"k":"b","sum_v":-3}

$ printf 'k=a v=1\nk=b v=-3\nk=c\nk=d v=2.5\nk=e v=1\nk=f v=-3.5\n' | flitch -i logfmt 'rare 5 k by avg(v)'
{"k":"f","avg_v":-3.5}
{"k":"b","avg_v":-3.0}
{"k":"a","avg_v":1.0}
{"k":"e","avg_v":1.0}
{"k":"d","avg_v":2.5}

$ printf 'k=a v=1\nk=b v=-3\nk=c\nk=d v=2.5\nk=e v=1\nk=f v=-3.5\n' | flitch -i logfmt 'top 6 k by max(v)'
{"k":"d","max_v":2.5}
{"k":"a","max_v":1}
{"k":"e","max_v":1}
{"k":"b","max_v":-3}
{"k":"f","max_v":-3.5}
{"k":"c","max_v":null}

$ printf 'k=a v=1\nk=b v=-3\nk=c\nk=d v=2.5\nk=e v=1\nk=f v=-3.5\n' | flitch -i logfmt 'top 1 k by last(k)'
{"k":"f","last_k":"f"}

$ printf 'k=a v=1\nk=b v=-3\nk=c\nk=d v=2.5\nk=e v=1\nk=f v=-3.5\n' | flitch -i logfmt 'top 0 k'

$ printf 'k=a v=1\nk=b v=-3\nk=c\nk=d v=2.5\nk=e v=1\nk=f v=-3.5\n' | flitch -i logfmt 'count, sum(v) by k | sort -sum_v, -k | head 2'
{"k":"d","count":1,"sum_v":2.5}
{"k":"e","count":1,"sum_v":1}

$ printf 'k=a v=1\nk=b v=-3\nk=c\nk=d v=2.5\nk=e v=1\nk=f v=-3.5\n' | flitch -i logfmt 'count by k | sort -count | head 3'
{"k":"a","count":1}
{"k":"b","count":1}
{"k":"c","count":1}

$ printf 'k=a v=1\nk=b v=-3\nk=c\nk=d v=2.5\nk=e v=1\nk=f v=-3.5\n' | flitch -i logfmt 'values(v, 1) as some, count by k | sort -count | head 1'
{"k":"a","some":[1],"count":1}

$ printf 'k=a v=1\nk=a v=2\nk=b v=3\nk=b v=4\nk=b v=3\n' | flitch -i logfmt 'values(v, 1), count by k | sort -count | head 1'
{"k":"b","values_v":[3],"count":3}
