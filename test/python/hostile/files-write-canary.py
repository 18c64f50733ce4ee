# tries to: write a file of the host
# expect: error FileNotFoundError
open(canary_file, 'w').write('taken')
