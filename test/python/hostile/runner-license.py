# tries to: open the interactive license
# expect: either
license()
