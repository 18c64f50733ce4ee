# tries to: compile deeply nested code
# expect: error
eval('[' * 10 ** 5 + ']' * 10 ** 5)
