;; Before spending: a small pilot asks both models about the same items, and says what each way would cost and be worth.

;;> (active-learning-plan items #:cheap f #:expensive g #:pilot [n 30] #:target [share 0.9] #:delta [delta 0.1] #:budget [dollars #f] #:confidence [kind 'stated] #:second [f2 #f] #:samples [k 5] #:label [label answer-label] #:same [same same-answer?] #:cheap-cost [dollars #f] #:expensive-cost [dollars #f] #:seed [seed 1] #:max-concurrent [n 20])
;;> A hash: what cheap-only, expensive-only and a cascade are expected to cost and agree, and which of them to choose.
;;> (hash-ref (active-learning-plan (range 100) #:cheap (lambda (n) (cons n 0.9)) #:expensive identity #:cheap-cost 1 #:expensive-cost 10) 'recommendation) => cheap-only
(define (active-learning-plan items
                              #:cheap cheap #:expensive expensive #:pilot [pilot 30]
                              #:target [target 0.9] #:delta [delta 0.1] #:budget [budget #f]
                              #:confidence [confidence 'stated] #:second [second #f] #:samples [samples 5]
                              #:label [label answer-label] #:same [same same-answer?]
                              #:cheap-cost [cheap-cost #f] #:expensive-cost [expensive-cost #f]
                              #:seed [seed 1] #:max-concurrent [max-concurrent 20])
  (%check-positive 'active-learning-plan "#:pilot" pilot)
  (let* ([all (list->vector (%items->list 'active-learning-plan items))]
         [n (vector-length all)]
         [size (min pilot n)]
         ; The pilot is the beginning of the audit that active-learning would draw: with a store, it is not paid twice.
         [drawn (vector->list (random-permutation n (+ seed 1)) 0 size)])
    (when (= n 0) (%fail 'active-learning-plan "expected at least one item, got none"))
    (let*-values ([(points cheap-each expensive-each)
                   (%pilot (map (lambda (i) (vector-ref all i)) drawn)
                           (lambda (items)
                             (active-learning items #:cheap cheap #:expensive expensive #:threshold +inf.0 #:audit size
                               #:confidence confidence #:second second #:samples samples #:label label #:same same
                               #:cheap-cost cheap-cost #:expensive-cost expensive-cost #:max-concurrent max-concurrent)))]
                  [(plan) (%plan n points cheap-each expensive-each target delta budget)])
      (hash-set plan 'text (%plan-text plan)))))

;; Asks both models about the pilot's items. Three values: (confidence . agree?) of each, most confident first, and what a
;; call of each model costs.
(define (%pilot items run)
  (let*-values ([(labels report) (run items)]
                [(confidence cost) (values (hash-ref report 'confidence) (hash-ref report 'cost))]
                [(size) (length items)])
    (values (sort (map (lambda (point) (cons (car point) (cadr point))) (hash-ref confidence 'points))
                  (lambda (a b) (> (car a) (car b))))
            (/ (hash-ref cost 'cheap) size)
            (/ (hash-ref cost 'expensive) size))))

(define (%plan n points cheap-each expensive-each target delta budget)
  (let* ([size (length points)]
         [wrong (count (lambda (point) (not (cdr point))) points)]
         [cheap-only (* n cheap-each)]
         [expensive-only (* n expensive-each)]
         [share (%expected-escalation n points target delta)]
         [cascade (+ cheap-only (* share expensive-only))]
         [cheap-least (%share-right n (min n (+ wrong (audit-bound n size wrong (* %reserve delta)))))]
         [affordable (and budget (> expensive-each 0)
                          (max 0.0 (min 1.0 (inexact (/ (- budget cheap-only) (* n expensive-each))))))])
    (hash 'items n 'pilot size 'target target 'delta delta
          'pilot-cost (inexact (* size (+ cheap-each expensive-each)))
          'cheap-only (hash 'cost (inexact cheap-only) 'agreement-estimate (%share-right size wrong)
                            'agreement-certified cheap-least)
          'expensive-only (hash 'cost (inexact expensive-only) 'agreement-estimate 1.0 'agreement-certified 1.0)
          'cascade (hash 'cost (inexact cascade) 'escalated-share (inexact share) 'agreement-estimate target)
          'for-the-budget (and affordable
                               (hash 'budget budget 'escalated-share affordable
                                     'agreement-estimate (%expected-agreement points affordable)))
          'auroc (auroc (map car points) (map cdr points))
          'recommendation
          (cond
            [(>= cheap-least target) 'cheap-only]
            [(and (> expensive-only 0) (>= cascade expensive-only)) 'expensive-only]
            [else 'cascade]))))

;; The share of all items that the expensive model would be asked about: what lies behind the prefix in which an audit would
;; find what it may find, and the audit within that prefix.
(define (%expected-escalation n points target delta)
  (let* ([delta (* %reserve delta)] [audit (audit-size n target delta)])
    (if (= audit 0)
        1
        (let* ([allowance (audit-allowance n (allowed-errors n target) audit delta)]
               [kept (/ (%prefix-with points (* (length points) (/ allowance audit))) (length points))])
          (- 1 (* kept (- 1 (/ audit n))))))))

;; How many of the points, from the most confident on, have at most `allowed` disagreements.
(define (%prefix-with points allowed)
  (let loop ([rest points] [k 0] [left (+ allowed 1e-9)])
    (cond
      [(null? rest) k]
      [(cdar rest) (loop (cdr rest) (+ k 1) left)]
      [(< left 1) k]
      [else (loop (cdr rest) (+ k 1) (- left 1))])))

;; Agreement to be hoped for when the least confident share of the items is escalated.
(define (%expected-agreement points share)
  (let* ([size (length points)]
         [kept (exact (round (* size (- 1 share))))])
    (%share-right size (count (lambda (point) (not (cdr point))) (take points kept)))))

(define (%plan-text plan)
  (define (of name) (hash-ref plan name))
  (define (dollars name) (string-append "$" (%digits (hash-ref (of name) 'cost) 4)))
  (string-join
    (append
      (list
        (format "pilot: ~a of ~a, $~a" (%plural (of 'pilot) "item") (of 'items) (%digits (of 'pilot-cost) 4))
        (format "cheap-only: ~a, agreement about ~a, at least ~a with probability ~a" (dollars 'cheap-only)
          (%percent (hash-ref (of 'cheap-only) 'agreement-estimate)) (%percent (hash-ref (of 'cheap-only) 'agreement-certified))
          (%percent (- 1 (of 'delta))))
        (format "expensive-only: ~a" (dollars 'expensive-only))
        (format "cascade for ~a: about ~a, escalating about ~a" (%percent (of 'target)) (dollars 'cascade)
          (%percent (hash-ref (of 'cascade) 'escalated-share)))
        (format "AUROC of the confidence: ~a" (if (of 'auroc) (%digits (of 'auroc) 2) "unknown (all agree, or none)")))
      (if (of 'for-the-budget)
          (list (format "for $~a: about ~a escalated, agreement about ~a" (hash-ref (of 'for-the-budget) 'budget)
                  (%percent (hash-ref (of 'for-the-budget) 'escalated-share))
                  (%percent (hash-ref (of 'for-the-budget) 'agreement-estimate))))
          '())
      (list (format "recommended: ~a" (of 'recommendation))))
    "\n"))
