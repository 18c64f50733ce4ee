# tries to: use up all file descriptors
# expect: error OSError
fs = []
while True: fs.append(open('/tmp/fd', 'w'))
