; active-learning on plain procedures: every form, and the cases at the edges.

(define (share n) (/ (round (* n 1000)) 1000))

(define (show . arguments)
  (let-values ([(labels report) (apply-learning arguments)])
    (printf "~s escalated ~a audited ~a certified ~a~%" labels (hash-ref report 'escalated) (hash-ref report 'audited)
      (share (hash-ref report 'agreement-certified)))
    (for-each (lambda (w) (printf "warning: ~a~%" w)) (hash-ref report 'warnings))
    (for-each (lambda (f) (printf "item ~a, ~a: ~a~%" (hash-ref f 'item) (hash-ref f 'phase) (hash-ref f 'message)))
              (hash-ref report 'failures))))
(define (apply-learning arguments) (apply (car arguments) (cdr arguments)))

; no items, and fewer than any audit could use: all go to the expensive model
(show (lambda () (active-learning '() #:cheap (lambda (x) (cons x 1)) #:expensive identity)))
; expect: () escalated 0 audited 0 certified 1.0
(show (lambda () (active-learning '(7) #:cheap (lambda (x) (cons 'odd 0.9)) #:expensive (lambda (x) 'even))))
; expect: (even) escalated 1 audited 0 certified 1.0
(show (lambda () (active-learning (vector 1 2 3) #:cheap (lambda (x) (cons x 0.9)) #:expensive -)))
; expect: (-1 -2 -3) escalated 3 audited 0 certified 1.0

; all right, all wrong
(define forty (range 40))
(define (summary thunk)
  (let-values ([(labels report) (thunk)])
    (printf "~a of ~a, certified ~a, estimate ~a, auroc ~a~%" (hash-ref report 'escalated) (hash-ref report 'items)
      (share (hash-ref report 'agreement-certified)) (hash-ref report 'agreement-estimate)
      (hash-ref (hash-ref report 'confidence) 'auroc))
    labels))
(define right (summary (lambda () (active-learning forty #:cheap (lambda (x) (cons (modulo x 3) 0.9)) #:expensive (lambda (x) (modulo x 3))))))
; expect: 16 of 40, certified 0.9, estimate 1.0, auroc #f
(displayln (equal? right (map (lambda (x) (modulo x 3)) forty)))
; expect: #t
(define wrong (summary (lambda () (active-learning forty #:cheap (lambda (x) (cons 'x 0.9)) #:expensive (lambda (x) (modulo x 3))))))
; expect: 36 of 40, certified 0.9, estimate 0.9, auroc #f

; JSON text with a stated confidence; one answer without, one with a percentage
(define (json-cheap x)
  (cond [(= x 3) "{\"category\": \"C\"}"]
        [(= x 4) "```json\n{\"category\": \"A\", \"confidence\": \"95%\"}\n```"]
        [else "{\"category\": \" a \", \"confidence\": 0.9}"]))
(show (lambda () (active-learning '(1 2 3 4 5) #:cheap json-cheap #:expensive (lambda (x) "{\"category\": \"A\"}") #:threshold 0.5 #:audit 0)))
; expect: (" a " " a " "A" "A" " a ") escalated 1 audited 0 certified 0.2
; expect: warning: 1 answer stated no confidence, and were taken as unsure

; a cap on the expensive calls, the least confident first
(show (lambda ()
        (active-learning '(1 2 3 4 5 6) #:cheap (lambda (x) (cons 'cheap (/ x 10))) #:expensive (lambda (x) 'dear)
                         #:threshold 0.45 #:max-expensive 2 #:audit 0)))
; expect: (dear dear cheap cheap cheap cheap) escalated 2 audited 0 certified 0.333

; items that fail: cheaply, expensively, both; #:on-error has the last word
(define (failing-cheap x) (if (memv x '(2 5)) (error "cheap broke on" x) (cons 'cheap 0.4)))
(define (failing-dear x) (if (memv x '(4 5)) (error "dear broke on" x) 'dear))
(show (lambda ()
        (active-learning '(1 2 3 4 5) #:cheap failing-cheap #:expensive failing-dear #:threshold 0.5 #:audit 0
                         #:on-error (lambda (x e) (list x (exn-message e))))))
; expect: (dear dear dear cheap (5 "dear broke on 5")) escalated 3 audited 0 certified 0.6
; expect: warning: 4 calls failed: see failures
; expect: item 1, cheap: cheap broke on 2
; expect: item 4, cheap: cheap broke on 5
; expect: item 4, expensive: dear broke on 5
; expect: item 3, expensive: dear broke on 4

; structured answers, with a comparison of their own
(define (same-sum? a b) (= (apply + (hash-ref a 'parts)) (apply + (hash-ref b 'parts))))
(summary (lambda ()
           (active-learning forty
             #:cheap (lambda (x) (hash 'parts (list x 1) 'why "because" 'confidence 0.8))
             #:expensive (lambda (x) (hash 'parts (list 1 x)))
             #:label identity #:same same-sum?)))
; expect: 16 of 40, certified 0.9, estimate 1.0, auroc #f

; confidence from agreement of samples, from two models, from a procedure of answer and item
(define turn 0)
(define (unsteady x) (set! turn (+ turn 1)) (if (and (= x 2) (even? turn)) 'b 'a))
(let-values ([(labels report) (active-learning '(1 2) #:cheap unsteady #:expensive (lambda (x) 'c) #:confidence 'self-consistency
                                #:samples 4 #:threshold 0.8 #:audit 0 #:max-concurrent 1)])
  (displayln labels))
; expect: (a c)
(let-values ([(labels report) (active-learning '(1 2) #:cheap (list (lambda (x) "Yes") (lambda (x) (if (= x 1) "yes." "no")))
                                #:expensive (lambda (x) "no") #:threshold 0.5 #:audit 0)])
  (displayln labels))
; expect: (Yes no)
(let-values ([(labels report) (active-learning '(1 2) #:cheap (lambda (x) "long answer") #:expensive (lambda (x) 'dear)
                                #:confidence (lambda (answer item) (/ item 2)) #:threshold 0.7 #:audit 0)])
  (displayln labels))
; expect: (dear long answer)

; an ensemble on the uncertain only, and the tie-breaker where it has no majority
(define asked '())
(define (voter answer) (lambda (x) (set! asked (cons x asked)) (if (= x 3) (symbol->string answer) "b")))
(let-values ([(labels report) (active-learning '(1 2 3) #:cheap (lambda (x) (cons "a" (if (= x 1) 0.9 0.3))) #:expensive (lambda (x) "tie")
                                #:ensemble (list (voter 'x) (voter 'y) (voter 'z)) #:threshold 0.7 #:audit 0)])
  (displayln labels)
  (displayln (list (sort asked <) (hash-ref report 'escalated))))
; expect: (a b tie)
; expect: ((2 2 2 3 3 3) 1)

; calibration on gold labels: half of the answers below .5 are wrong, all above are right
(define hundreds (range 200))
(define (graded x) (cons (if (and (< x 100) (even? x)) 'wrong 'right) (/ (+ x 0.5) 200)))
(let-values ([(labels report) (active-learning hundreds #:cheap graded #:expensive (lambda (x) 'right)
                                #:threshold 'calibrate #:target 0.9 #:audit 0
                                #:gold (map (lambda (x) (cons x 'right)) hundreds))])
  (printf "below ~a: ~a escalated, ~a right~%" (hash-ref report 'threshold) (hash-ref report 'escalated) (count (lambda (l) (eq? l 'right)) labels)))
; expect: below 0.3675: 73 escalated, 187 right
(let-values ([(labels report) (active-learning hundreds #:cheap graded #:expensive (lambda (x) 'right) #:threshold 0.3 #:audit 0
                                #:gold (lambda (x) (and (= 0 (modulo x 4)) 'right)))])
  (let ([gold (hash-ref report 'gold)])
    (printf "~a gold, ~a right, at least ~a~%" (hash-ref gold 'count) (hash-ref gold 'accuracy-estimate) (share (hash-ref gold 'accuracy-certified)))))
; expect: 50 gold, 0.8 right, at least 0.715

; a budget counted in calls of known cost
(let-values ([(labels report) (active-learning hundreds #:cheap graded #:expensive (lambda (x) 'right) #:budget 1.00 #:cheap-cost 0.001 #:expensive-cost 0.01)])
  (printf "~a calls, $~a, certified ~a~%" (hash-ref report 'escalated) (hash-ref (hash-ref report 'cost) 'list) (share (hash-ref report 'agreement-certified))))
; expect: 80 calls, $1.0, certified 0.79

; a budget that leaves most unseen promises little, and does not praise the cheap model
(let-values ([(labels report) (active-learning (range 30) #:cheap (lambda (x) (cons x 0.9)) #:expensive identity #:budget 4 #:cheap-cost 0.1 #:expensive-cost 1)])
  (displayln (list (hash-ref report 'escalated) (hash-ref report 'agreement-certified) (hash-ref report 'warnings))))
; expect: (1 0.1 ())

; confidence in words, and as a second value
(displayln (map answer-confidence '("{\"label\": 1, \"confidence\": \"High\"}" "{\"label\": 1, \"confidence\": \"low\"}" "{\"label\": 1, \"confidence\": \"dunno\"}")))
; expect: (0.9 0.3 #f)
(let-values ([(labels report) (active-learning '(1 2) #:cheap (lambda (x) (values 'cheap (/ x 4))) #:expensive (lambda (x) 'dear) #:threshold 0.4 #:audit 0)])
  (displayln labels))
; expect: (dear cheap)
