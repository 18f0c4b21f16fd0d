// What every page loads. All of it is an improvement: each page works without.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink,
  createAll,
} from "govuk-frontend";
import { asksOnce } from "./parts/asks-once.js";
import { choices } from "./parts/choices.js";
import { copies } from "./parts/copies.js";
import { keptWords } from "./parts/kept-words.js";
import { searchBoxes } from "./parts/search-boxes.js";
import { showMore } from "./parts/show-more.js";
import { visit } from "./parts/visit.js";

// Marks, before anything else, that scripts run: govuk-frontend's styles and components look for it.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}

for (const component of [
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink,
]) {
  createAll(component);
}

// A second click within a second sends nothing: a hasty double click makes one entry, not two.
createAll(Button, { preventDoubleClick: true });

asksOnce();
choices();
copies();
keptWords();
searchBoxes();
showMore();
visit();
