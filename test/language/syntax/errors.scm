(writeln (guard (e ((symbol? e) (list 'sym e)) ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'a 42))))) ; expect: 42
(writeln (guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'b 23))))) ; expect: (b . 23)
(writeln (guard (e ((symbol? e) (list 'outer e))) (guard (e ((string? e) 'no)) (raise 'boom)))) ; expect: (outer boom)
(writeln (with-exception-handler (lambda (e) 42) (lambda () (+ (guard (e ((string? e) 0)) (raise-continuable 'c)) 1)))) ; expect: 43
(writeln (guard (e (else (define msg (exn-message e)) msg)) (error "bad" 1 'x))) ; expect: "bad 1 x"
(writeln (with-handlers ([string? (lambda (e) (list 'str e))] [exn:fail? (lambda (e) (list 'exn (exn-message e)))]) (error "no"))) ; expect: (exn "no")
(writeln (with-handlers ([symbol? (lambda (e) 'outer)]) (with-handlers ([string? (lambda (e) 'inner)]) (raise 'x)))) ; expect: outer
(writeln (try (error "bad" 1) on-error (lambda (e) (exn-message e)))) ; expect: "bad 1"
(writeln (try (/ 1 0) on-error "fallback")) ; expect: "fallback"
(writeln (try (car '()) (on-error (e) (exn:fail? e)))) ; expect: #t
(writeln (try (display "work ") (raise 'x) (catch (e) (list 'caught e)) (finally (display "done ")))) ; expect: work done (caught x)
(writeln (try 5 on-error (lambda (e) 6))) ; expect: 5
(writeln (try (try (raise 1) on-error (lambda (e) (raise (+ e 1)))) on-error (lambda (e) e))) ; expect: 2
(define p (make-parameter 10 (lambda (x) (* x 2))))
(writeln (list (p) (parameterize ((p 3)) (p)) (p))) ; expect: (20 6 20)
(writeln (let/cc return (for-each (lambda (x) (when (> x 1) (return x))) '(1 2 3)) 'none)) ; expect: 2
(writeln (let/ec out (dynamic-wind (lambda () (display "in ")) (lambda () (out 'left)) (lambda () (display "out "))))) ; expect: in out left
(define s (cons-stream 1 (cons-stream 2 '())))
(writeln (car (force (cdr s)))) ; expect: 2
(define (stream-loop n) (if (= n 0) (delay 'end) (delay-force (stream-loop (- n 1)))))
(writeln (force (stream-loop 100000))) ; expect: end
(writeln (promise? (force (delay (delay 1))))) ; expect: #t
(define count 0)
(define pr (delay (begin (set! count (+ count 1)) (if (> count x) count (force pr)))))
(define x 5)
(writeln (list (force pr) (begin (set! x 10) (force pr)))) ; expect: (6 6)
(writeln (case-lambda-test 1)) ; expect error: case-lambda-test: is not defined
