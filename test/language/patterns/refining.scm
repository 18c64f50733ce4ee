; critique-refine: when it stops, what it reads as a score. with-validation: complaints, retries, the end.
(define (show . xs) (for-each display xs) (newline))
(define (message thunk) (guard (e (#t (exn-message e))) (thunk)))
(define (later f) (lambda xs (spawn (lambda () (sleep 0.001) (apply f xs)))))
(define log '())
(define (note x) (set! log (cons x log)))
(define (refine draft critique) (note critique) (string-append draft "+"))

(show (critique-refine (later (lambda () "d")) (later string-length) (later refine) #:quality-threshold 3) (reverse log)) ; expect: d++(1 2)
(set! log '())
(show (critique-refine (lambda () "d") (const "worse") refine) (length log)) ; expect: d+++3
(show (critique-refine "text" (const "") refine)) ; expect: text
(show (critique-refine "text" (const '()) refine #:max-iter 9)) ; expect: text
(show (critique-refine "d" (lambda (d) (string=? d "d+")) refine)) ; expect: d+
(show (critique-refine "text" (const 0) refine #:max-iter 0 #:quality-threshold 1)) ; expect: text
(show (critique-refine "d" string-length refine #:quality-threshold (lambda (score) (>= score 2)))) ; expect: d+
(show (critique-refine "d" (const "so-so") refine #:quality-threshold (lambda (critique draft) (spawn (lambda () (string=? draft "d++")))))) ; expect: d++
(show ((critique-refine (lambda (topic) topic) string-length refine #:quality-threshold 4) "abc")) ; expect: abc+
(show (message (lambda () (critique-refine "d" (lambda (x) (error "no critic")) refine)))) ; expect: no critic
(show (message (lambda () (critique-refine "d" values refine #:quality-threshold "high")))) ; expect: critique-refine: expected a number or a procedure of a critique for #:quality-threshold, got "high"

; What counts as a score of at least 8, or of at least .8.
(define (accepted? critique threshold) (string=? "d" (critique-refine "d" (const critique) refine #:max-iter 1 #:quality-threshold threshold)))
(show (map (lambda (c) (accepted? c 8)) (list 8 7.9 (hash 'score 9) (hash "quality" "8") "{\"score\": 8}" "```json\n{\"rating\": 9}\n```" "Score: 8.5, well done" "8/10" "7" "no number at all"))) ; expect: (#t #f #t #t #t #t #t #t #f #f)
(show (map (lambda (c) (accepted? c 0.8)) (list "8/10" "7/10" "quality = 0.9" (hash 'score 0.79)))) ; expect: (#t #f #t #f)

; The last draft, unless the best is asked for: then the last is judged too.
(define scores '())
(define (scored draft) (let ([score (list-ref '(3 9 4 5) (- (string-length draft) 1))]) (set! scores (cons score scores)) score))
(show (critique-refine "d" scored refine #:quality-threshold 10) (reverse scores)) ; expect: d+++(3 9 4)
(set! scores '())
(show (critique-refine "d" scored refine #:quality-threshold 10 #:keep 'best) (reverse scores)) ; expect: d+(3 9 4 5)

(define asked '())
(define (answer x [complaint #f]) (set! asked (cons complaint asked)) (spawn (lambda () (length asked))))
(define valid (with-validation answer (later (lambda (v) (or (= v 3) (format "~a is not 3" v))))))
(show (valid 'x) (reverse asked)) ; expect: 3(#f 1 is not 3 2 is not 3)
(define tries 0)
(define (count! . xs) (set! tries (+ tries 1)) tries)
(show (message (lambda () ((with-validation count! (const #f)) 1)))) ; expect: with-validation: still not valid after 4 attempts: the validator refused it; the last value: 4
(set! tries 0)
(show (message (lambda () ((with-validation count! (lambda (v) "bad") #:max-retries 0))))) ; expect: with-validation: still not valid after 1 attempt: bad; the last value: 1
(show tries) ; expect: 1
(set! tries 0)
(show ((with-validation count! (lambda (v) (if (< v 2) (error "too small") 'fine)) #:max-retries 1))) ; expect: 2
(show ((with-validation count! (const #f) #:max-retries 1 #:on-invalid (lambda (v why) (spawn (lambda () (list v why))))))) ; expect: (4 the validator refused it)
(show ((with-validation count! (const #f) #:max-retries 1 #:on-invalid 'none))) ; expect: none
(show ((with-validation (lambda (x complaint) (list x complaint)) (lambda (v) (and (cadr v) #t)) #:max-retries 1) 'x)) ; expect: (x the validator refused it)
(show ((with-validation (lambda (x) x) (lambda (v x) (eqv? v x))) 5)) ; expect: 5
(show (message (lambda () ((with-validation (lambda () (error "call broke")) (const #t)))))) ; expect: call broke
(show (map-async (with-validation (later add1) odd? #:max-retries 0 #:on-invalid #f) '(1 2 3))) ; expect: (#f 3 #f)
