# tries to: read the process's standard input
# expect: value ""
open('/dev/stdin').read()
