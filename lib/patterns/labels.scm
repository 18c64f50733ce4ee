;; What a model's answer says: its label, and how sure it is.

;;> (answer-label answer)
;;> The label in an answer: a JSON object's category, label or answer, the car of a pair, or the text without its edges.
;;> (answer-label "{\"category\": \"spam\", \"confidence\": 0.9}") => spam
(define (answer-label answer)
  (let ([answer (%answer-value answer)])
    (cond
      [(hash? answer)
       (let ([key (%answer-label-key answer)])
         (if key (hash-ref answer key) answer))]
      [(%labelled? answer) (car answer)]
      [else answer])))

;;> (answer-confidence answer)
;;> The confidence that an answer states, from 0 to 1, or #f: a number, or a percentage, under confidence and its like.
;;> (answer-confidence "{\"category\": \"spam\", \"confidence\": \"85%\"}") => 0.85
(define (answer-confidence answer)
  (let ([answer (%answer-value answer)])
    (cond
      [(hash? answer)
       (let ([key (%key-among answer %confidence-keys)])
         (and key (%as-share (hash-ref answer key))))]
      [(%labelled? answer) (%as-share (if (pair? (cdr answer)) (cadr answer) (cdr answer)))]
      [else #f])))

;;> (same-answer? a b)
;;> Whether two answers say the same: texts without regard to case, outer space and punctuation, JSON by its values.
;;> (same-answer? "Yes." " yes") => #t
(define (same-answer? a b)
  (equal? (%canonical a) (%canonical b)))

(define %label-keys
  '("category" "label" "answer" "class" "classification" "prediction" "result" "value" "choice" "verdict" "decision"
    "intent" "sentiment" "topic" "type" "output"))

(define %confidence-keys '("confidence" "probability" "certainty" "score" "conf"))

;; What is said beside an answer and is no part of it.
(define %aside-keys
  (append %confidence-keys '("reason" "reasoning" "explanation" "rationale" "thought" "thoughts" "justification" "notes")))

;; The key of an object that holds its label: a usual one, or the only one that is not an aside; #f for a structured answer.
(define (%answer-label-key answer)
  (or (%key-among answer %label-keys)
      (let ([keys (filter (lambda (key) (not (member (format "~a" key) %aside-keys))) (hash-keys answer))])
        (and (= (length keys) 1) (car keys)))))

;; The first of the names that is a key of the table, as the table has it: a string or a symbol.
(define (%key-among table names)
  (let ([name (find (lambda (name) (or (hash-has-key? table name) (hash-has-key? table (string->symbol name)))) names)])
    (and name (if (hash-has-key? table name) name (string->symbol name)))))

;; Whether an answer is a label with its confidence: (label . 0.9) or (label 0.9).
(define (%labelled? answer)
  (and (pair? answer)
       (or (real? (cdr answer))
           (and (pair? (cdr answer)) (null? (cddr answer)) (real? (cadr answer))))))

;; An object in JSON as its value, other text without its edges, other values as they are.
(define (%answer-value answer)
  (if (string? answer)
      (let ([structure (%json-structure (string-trim answer))])
        (if (%given? structure) structure (string-trim answer)))
      answer))

;; A number from 0 to 1 from a number, a percentage, or the text of either; else #f.
(define (%as-share x)
  (let ([n (if (string? x) (%number-in (string-trim x)) x)])
    (cond
      [(assoc (and (string? x) (string-foldcase (string-trim x))) %confidence-words) => cdr]
      [(not (and (real? n) (= n n))) #f]
      [(<= 0 n 1) (inexact n)]
      [(<= 1 n 100) (inexact (/ n 100))]
      [else #f])))

;; Only their order is meant; the audit says what they are worth.
(define %confidence-words
  '(("very high" . 0.95) ("high" . 0.9) ("medium" . 0.6) ("moderate" . 0.6) ("low" . 0.3) ("very low" . 0.1)))

(define (%number-in text)
  (if (string-suffix? text "%")
      (let ([n (string->number (string-trim (substring text 0 (- (string-length text) 1))))])
        (and (real? n) (/ n 100)))
      (string->number text)))
