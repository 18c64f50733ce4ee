;;; Active learning: a cheap model on every item, an expensive one where the cheap one is unsure, under a budget, with a
;;; certificate of how far the result agrees with the expensive model.

;;> (active-learning items #:cheap f #:expensive g #:budget [dollars #f] #:target [share #f] #:delta [delta 0.1] #:threshold [threshold #f] #:gold [gold #f] #:max-expensive [n #f] #:confidence [kind 'stated] #:second [f2 #f] #:samples [k 5] #:ensemble [models '()] #:label [label answer-label] #:same [same same-answer?] #:audit [n #f] #:cheap-cost [dollars #f] #:expensive-cost [dollars #f] #:seed [seed 1] #:max-concurrent [n 20] #:batch [batch #f] #:on-error [on-error #f] #:progress [progress #t] #:picture [path #f])
;;> Two values: the labels of the items, and a report. Without #:budget, #:threshold and #:target, the target is 0.9.
;;> (call-with-values (lambda () (active-learning '(1 2 3 4) #:cheap (lambda (n) (cons (even? n) 0.9)) #:expensive even?)) (lambda (labels report) (list labels (hash-ref report 'agreement-certified)))) => ((#f #t #f #t) 1.0)
(define (active-learning items
                         #:cheap cheap #:expensive expensive
                         #:budget [budget #f] #:target [target #f] #:delta [delta 0.1]
                         #:threshold [threshold #f] #:gold [gold #f] #:max-expensive [max-expensive #f]
                         #:confidence [confidence 'stated] #:second [second #f] #:samples [samples 5]
                         #:ensemble [ensemble '()] #:label [label answer-label] #:same [same same-answer?]
                         #:audit [audit #f] #:cheap-cost [cheap-cost #f] #:expensive-cost [expensive-cost #f]
                         #:seed [seed 1] #:max-concurrent [max-concurrent 20] #:batch [batch #f]
                         #:on-error [on-error #f] #:progress [progress #t] #:picture [picture #f])
  (let* ([who 'active-learning]
         [models (%cheap-models who cheap second)]
         [kind (if (and (eq? confidence 'stated) (pair? (cdr models))) 'disagreement confidence)]
         [settings
          (hash 'form (cond [(eq? threshold 'calibrate) 'calibrated] [threshold 'threshold] [target 'target] [budget 'budget]
                            [max-expensive 'budget] [else 'target])
                'target (or target 0.9) 'delta delta 'threshold threshold 'budget budget 'max-expensive max-expensive
                'audit audit 'cheap-cost cheap-cost 'expensive-cost expensive-cost 'seed seed
                'labeller (%labeller who (car models) (and (pair? (cdr models)) (cadr models)) kind samples label same)
                'expensive expensive 'ensemble (%items->list who ensemble) 'label label 'same same 'gold gold
                'max-concurrent max-concurrent 'batch batch 'progress progress 'on-error on-error)])
    (%check-settings who settings samples kind models)
    (let ([c (%new-cascade (list->vector (%items->list who items)) settings)])
      (let-values ([(labels report)
                    (if budget
                        (parameterize ([money-budget budget]) (%learn c))
                        (%learn c))])
        (values labels (if picture (%with-picture report picture) report))))))

;; The whole run: cheap, ensemble, audit, decision, the rest of the expensive calls, report.
(define (%learn c)
  (define-values (cheap-refused cheap-usage) (with-usage (lambda () (%ask-cheap c))))
  (define warnings (%missing-confidences! c))
  (define below (let ([t (%setting c 'threshold)]) (if (real? t) t 0.7)))
  (define-values (uncertain ensemble-usage)
    (with-usage (lambda () (if (pair? (%setting c 'ensemble)) (%ask-ensemble c (%setting c 'ensemble) below) 0))))
  (define gold (%gold-pairs c))
  (define-values (threshold threshold-warnings) (%chosen-threshold c gold below))
  (define order (%confidence-order c (%setting c 'seed)))
  (define spent (%spent c cheap-usage ensemble-usage))
  (define-values (audited audit-usage calls) (%audit c spent))
  (define verdicts (%audit-verdicts c audited))
  (define k (%kept c order verdicts (length audited) threshold calls))
  (define-values (refused expensive-usage)
    (with-usage (lambda () (%ask-expensive c (%take-at-most (%beyond order k verdicts) calls)))))
  (define decided
    (hash 'order order 'kept k 'verdicts verdicts 'audited audited 'gold gold
          'refused (or cheap-refused refused)
          'usage (hash 'cheap cheap-usage 'ensemble ensemble-usage
                       'expensive (%usage-sum audit-usage expensive-usage))
          'warnings (append warnings threshold-warnings)))
  (define labels (%final-labels c))
  (values labels (%report c decided labels)))

(define (%cheap-models who cheap second)
  (let ([models (if (list? cheap) (append cheap (if second (list second) '())) (if second (list cheap second) (list cheap)))])
    (unless (and (<= 1 (length models) 2) (every procedure? models))
      (%wrong-argument who "#:cheap" "a procedure of an item, or a list of two" cheap))
    models))

(define (%check-settings who settings samples kind models)
  (define (setting name) (hash-ref settings name))
  (define (check-share name keyword)
    (let ([x (setting name)])
      (unless (and (real? x) (<= 0 x 1)) (%wrong-argument who keyword "a number from 0 to 1" x))))
  (define (check-amount name keyword)
    (let ([x (setting name)])
      (unless (or (not x) (and (real? x) (>= x 0))) (%wrong-argument who keyword "dollars, 0 or more" x))))
  (define (check-whole name keyword)
    (let ([x (setting name)])
      (unless (or (not x) (and (exact-integer? x) (>= x 0))) (%wrong-argument who keyword "an exact integer, 0 or more" x))))
  (define (check-procedure name keyword what)
    (unless (procedure? (setting name)) (%wrong-argument who keyword what (setting name))))
  (check-procedure 'expensive "#:expensive" "a procedure of an item")
  (check-procedure 'label "#:label" "a procedure of an answer")
  (check-procedure 'same "#:same" "a procedure of two labels")
  (unless (every procedure? (setting 'ensemble))
    (%wrong-argument who "#:ensemble" "a list of procedures of an item" (setting 'ensemble)))
  (check-share 'target "#:target")
  (check-share 'delta "#:delta")
  (for-each check-amount '(budget cheap-cost expensive-cost) '("#:budget" "#:cheap-cost" "#:expensive-cost"))
  (for-each check-whole '(max-expensive audit seed) '("#:max-expensive" "#:audit" "#:seed"))
  (unless (or (not (setting 'threshold)) (real? (setting 'threshold)) (eq? (setting 'threshold) 'calibrate))
    (%wrong-argument who "#:threshold" "a number, or 'calibrate" (setting 'threshold)))
  (when (and (eq? (setting 'threshold) 'calibrate) (not (setting 'gold)))
    (%fail who "#:threshold 'calibrate wants #:gold, a validation set: a list of (item . label), or a hash table"))
  (unless (and (exact-integer? samples) (> samples 0)) (%wrong-argument who "#:samples" "an exact positive integer" samples))
  (when (and (eq? kind 'disagreement) (null? (cdr models)))
    (%fail who "#:confidence 'disagreement wants a second cheap model: #:second, or a list of two as #:cheap")))

;; An answer that states no confidence is one of which nothing is known; if none does, the order would be chance.
(define (%missing-confidences! c)
  (let* ([confidences (%cascade-confidences c)]
         [missing (filter (lambda (i) (not (vector-ref confidences i))) (iota (%cascade-size c)))])
    (when (and (pair? missing) (not (vector-any (lambda (x) (and x (> x 0))) confidences)))
      (%fail 'active-learning
        "no answer of #:cheap states a confidence; ask for JSON with category and confidence, or choose #:confidence (logprob, self-consistency, disagreement, or a procedure of the answer)"))
    (for-each (lambda (i) (vector-set! confidences i 0.0)) missing)
    (if (null? missing)
        '()
        (list (format "~a stated no confidence, and were taken as unsure" (%plural (length missing) "answer"))))))

;; Asks the expensive model about a random sample. Three values: the indices of those that count, what it cost, and how many
;; further calls the caps leave (+inf.0 for all).
(define (%audit c spent)
  (let* ([order (%audit-order c (%setting c 'seed))]
         [n (%cascade-size c)]
         [usual (%usual-audit c)]
         [limit (%setting c 'max-expensive)]
         [cap (if limit (min limit n) n)]
         [budget (%setting c 'budget)]
         [price (%setting c 'expensive-cost)]
         ; A budget in dollars is a number of calls only once a few have shown what one costs.
         [pilot (if (and budget (not price)) (min 8 usual cap) 0)])
    (define-values (_ pilot-usage) (with-usage (lambda () (%ask-expensive c (take order pilot)))))
    (define each (or price (if (> pilot 0) (/ (hash-ref pilot-usage 'list-cost) pilot) 0)))
    (define affordable
      (if (and budget (> each 0))
          (max pilot (+ (if price 0 pilot) (exact (floor (/ (max 0 (- budget spent (* pilot each))) each)))))
          n))
    (define calls (min cap affordable))
    (define size
      (max pilot
           (cond
             [(%setting c 'audit) (min (%setting c 'audit) calls)]
             [(< calls n) (min usual (%capped-audit calls))]
             [else usual])))
    (define-values (__ usage) (with-usage (lambda () (%ask-expensive c (drop (take order size) pilot)))))
    (define audited (%counted c (take order size)))
    (values audited (%usage-sum pilot-usage usage) (if (< calls n) (max 0 (- calls size)) +inf.0))))

;; A question that a cap refused was never asked: the audit is as if it had been so much smaller.
(define (%counted c indices)
  (let ([failed (%failed-on c 'expensive)])
    (filter (lambda (i) (or (%given? (vector-ref (%cascade-expert c) i)) (memv i failed))) indices)))

;; Of a limited number of calls, the audit takes three in twenty: more would promise more, and escalate less. It takes up to
;; fifty where that is at most two in five, for below that its bounds say little (bench:cascade).
(define (%capped-audit calls)
  (exact (ceiling (max (* 3/20 calls) (min 50 (* 2/5 calls))))))

;; The audit's size where no cap makes it smaller.
(define (%usual-audit c)
  (let* ([n (%cascade-size c)]
         [usual (audit-size n (if (eq? (%setting c 'form) 'target) (%setting c 'target) 0.9) (* %reserve (%setting c 'delta)))])
    (if (eq? (%setting c 'form) 'budget) (min n (quotient (* 3 usual) 2)) usual)))

;; How many items at the head of the order keep their cheap label.
(define (%kept c order verdicts draws threshold calls)
  (let* ([n (%cascade-size c)]
         [labelled (vector-count %given? (%cascade-labels c))]
         [wanted
          (case (%setting c 'form)
            [(target)
             (let ([allowed (allowed-errors n (%setting c 'target))])
               (max (%harmless-prefix order verdicts allowed)
                    (%longest-prefix order verdicts (audit-allowance n allowed draws (* %reserve (%setting c 'delta))))))]
            [(budget) 0]
            [else (%prefix-above c order threshold)])])
    (max (min wanted labelled)
         (if (infinite? calls) 0 (%affordable-prefix order verdicts calls)))))

(define (%take-at-most items n)
  (if (or (infinite? n) (<= (length items) n)) items (take items n)))

;; The expensive model's label where there is one, else the cheap one's, else what #:on-error gives, else #f.
(define (%final-labels c)
  (let ([on-error (%setting c 'on-error)])
    (map (lambda (i)
           (let ([expert (vector-ref (%cascade-expert c) i)] [label (vector-ref (%cascade-labels c) i)])
             (cond
               [(%given? expert) expert]
               [(%given? label) label]
               [on-error (on-error (vector-ref (%cascade-items c) i) (%failure-of c i))]
               [else #f])))
         (iota (%cascade-size c)))))

;; What was raised when a model failed on the item, #f when a cap kept it from being asked.
(define (%failure-of c i)
  (let ([failure (assv i (%cascade-failures c))]) (and failure (cddr failure))))
