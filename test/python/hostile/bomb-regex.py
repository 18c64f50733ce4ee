# tries to: match for ever
# expect: error ran longer
import re
re.match(r'(a*)*b', 'a' * 100)
