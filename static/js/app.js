// Everything works without this file; it only makes pages easier to use.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
  isSupported,
} from "govuk-frontend"
import { askWhatFits } from "./asked-of.js"
import { offerToCopy } from "./copying.js"
import { runBoard } from "./board.js"
import { guardDoubleSubmit } from "./double-submit.js"
import { focusErrorTargets } from "./error-summary.js"
import { foldWhereThereIsNoRoom, openWhereThereIsRoom } from "./folds.js"
import { keepTyped } from "./keep-typed.js"
import { enhanceLongSelects } from "./long-selects.js"
import { offerWhatIsTicked } from "./main-of-several.js"
import { tellPresence } from "./presence.js"
import { openDetailsForPrint } from "./printing.js"

document.body.classList.add("js-enabled")
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported")
}

if (isSupported()) {
  createAll(Button, { preventDoubleClick: true })
  createAll(CharacterCount)
  createAll(Checkboxes)
  createAll(ErrorSummary)
  createAll(NotificationBanner)
  createAll(PasswordInput)
  createAll(Radios)
  createAll(ServiceNavigation)
  createAll(SkipLink)
}

offerWhatIsTicked(document)
askWhatFits(document)
enhanceLongSelects(document)
guardDoubleSubmit(document)
focusErrorTargets(document)
offerToCopy(document)
keepTyped(window)
openDetailsForPrint(window)
openWhereThereIsRoom(window)
foldWhereThereIsNoRoom(window)
runBoard(document)
tellPresence(window)
