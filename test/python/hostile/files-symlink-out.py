# tries to: leave through a symbolic link
# expect: error (FileNotFoundError|OSError)
import os
os.symlink('/../../..' + canary_file, '/tmp/link')
open('/tmp/link').read()
