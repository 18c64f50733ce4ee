# tries to: make a file of gigabytes by truncating
# expect: error OSError
open('/tmp/t', 'wb').truncate(3 * 10 ** 9)
