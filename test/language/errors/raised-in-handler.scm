;; A handler that returns from a raise that can not continue.
(with-exception-handler
  (lambda (e) 'ignored)
  (lambda ()
    (+ 1 (raise 'oops))))                      ; expect error: raise: the handler returned, but the raise can not continue
