# tries to: open the debugger
# expect: error
breakpoint()
