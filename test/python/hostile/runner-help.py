# tries to: open the pager
# expect: either
help(str)
