"""What `callr-actions explain` says about the codes of a project file. Its examples are run by a test."""

from __future__ import annotations

from functools import partial

from callr_actions.language.explanation import Explanation

# Each example is a whole callr.yaml beside one scenario, support/front-desk: the bad one gives this code
# and no other, the good one nothing.
_page = partial(Explanation, file="callr.yaml")

EXPLANATIONS: tuple[Explanation, ...] = (
    _page(
        code="CA901",
        name="project-schema",
        summary="A value of callr.yaml has the wrong type or form, or `version` is missing or not known.",
        why="A setting that cannot be read cannot be followed. Guessing what was meant could deploy to the "
        "wrong place, so the file counts only as a whole.",
        bad="""\
version: 1
scenario-settings:
  support/front-desk:
    numbers:
      local: [+33199001234]
""",
        good="""\
version: 1
scenario-settings:
  support/front-desk:
    numbers:
      local: ["+33199001234"]
""",
        fix="Write what the message names. Phone numbers need quotes: without them YAML reads a number, and "
        "the `+` is lost.",
    ),
    _page(
        code="CA902",
        name="project-unknown-key",
        summary="A key that callr.yaml does not have.",
        why="A misspelt key would be left out without a word: `protcted: true` protects nothing. "
        "`api-key-command` is known, but read only from your own configuration file: callr.yaml comes with "
        "pull requests, and a pull request must not run commands on your machine.",
        bad="""\
version: 1
accounts:
  production:
    api-key: ${CALLR_PRODUCTION_KEY}
    protcted: true
""",
        good="""\
version: 1
accounts:
  production:
    api-key: ${CALLR_PRODUCTION_KEY}
    protected: true
""",
        fix="Correct the spelling, or move the key to where the message says that it belongs.",
    ),
    _page(
        code="CA903",
        name="literal-key",
        summary="An API key, or a user and password in an address, is written out in callr.yaml.",
        why="Whoever can read the repository, now or later, could use the account. Deleting the line is not "
        "enough: git keeps it.",
        bad="""\
version: 1
accounts:
  production:
    api-key: 4f1e9a70c2d84b6b
""",
        good="""\
version: 1
accounts:
  production:
    api-key: ${CALLR_PRODUCTION_KEY}
""",
        fix="Make a new key and delete the old one in Callr's portal, put the new one into an environment "
        "variable (in CI: a secret), and write `${NAME}` here.",
    ),
    _page(
        code="CA904",
        name="unknown-account",
        summary="An account is named that `accounts` does not define.",
        why="The numbers or variables below that name would never be used, or commands would not know where "
        "to go.",
        bad="""\
version: 1
accounts:
  production:
    api-key: ${CALLR_PRODUCTION_KEY}
default-account: prodution
""",
        good="""\
version: 1
accounts:
  production:
    api-key: ${CALLR_PRODUCTION_KEY}
default-account: production
""",
        fix="Correct the name, or define the account. `local` is always there.",
    ),
    _page(
        code="CA905",
        name="unknown-scenario",
        summary="`scenario-settings` has a key without a scenario, or two files have the same key.",
        why="Settings for a scenario that does not exist are never used, most often after a rename. Of "
        "two files with one key, such as `a.yaml` and `a.yml`, nobody could tell which one is deployed.",
        bad="""\
version: 1
scenario-settings:
  support/frontdesk:
    name: Front desk
""",
        good="""\
version: 1
scenario-settings:
  support/front-desk:
    name: Front desk
""",
        fix="Write the file's path below the scenarios folder, without its extension; of two files with one "
        "key rename one.",
    ),
    _page(
        code="CA906",
        name="duplicate-number",
        summary="One phone number stands twice in the same account.",
        why="A number has one scenario. With two, each deploy would take it away from the other.",
        bad="""\
version: 1
scenario-settings:
  support/front-desk:
    numbers:
      local: ["+33199001234", "+33199001234"]
""",
        good="""\
version: 1
scenario-settings:
  support/front-desk:
    numbers:
      local: ["+33199001234"]
""",
        fix="Leave the number with the scenario that is to answer it.",
    ),
    _page(
        code="CA907",
        name="untrusted-url",
        summary="An account's address is not https, has credentials in it, or is not a host of callr.com.",
        why="The address decides who receives the key. callr.yaml comes with pull requests, so it alone may "
        "not send a key anywhere but to Callr.",
        bad="""\
version: 1
accounts:
  production:
    url: https://api.callr.example/v2.0
    api-key: ${CALLR_PRODUCTION_KEY}
""",
        good="""\
version: 1
accounts:
  production:
    url: https://api.callr.com/v2.0
    api-key: ${CALLR_PRODUCTION_KEY}
""",
        fix="Write the right address. If the other host is meant (a proxy of your own), allow it in your own "
        "configuration or by CALLR_ALLOW_HOST. Addresses of this machine may be http.",
    ),
    _page(
        code="CA908",
        name="bad-interpolation",
        summary="`${…}` stands where nothing fills it, or is not `${NAME}`.",
        why="It would be taken as text: a scenario named `${TEAM} desk`. Only `api-key`, `account` and `url` "
        "of an account and the `variables` of a scenario read the environment.",
        bad="""\
version: 1
scenario-settings:
  support/front-desk:
    name: ${TEAM} desk
""",
        good="""\
version: 1
scenario-settings:
  support/front-desk:
    name: Front desk
    variables:
      local: {$team: "${TEAM}"}
""",
        fix="Write the value itself. Where the environment is read, write `${NAME}` with a name of letters, "
        "digits and `_`.",
    ),
    _page(
        code="CA909",
        name="link-outside",
        summary="A path of callr.yaml, or a link among the scenarios, leads out of the folder.",
        why="What lies outside is not reviewed with the repository and is missing in CI. A pull request "
        "could also use such a link to have some other file of the machine uploaded.",
        bad="""\
version: 1
scenarios: ../shared/scenarios
""",
        good="""\
version: 1
scenarios: scenarios
""",
        fix="Copy the file into the folder. Links that stay inside it are fine.",
    ),
    _page(
        code="CA910",
        name="contradicting-settings",
        summary="Two settings cannot hold together.",
        why="One of them has no effect, and the file does not say which was meant.",
        bad="""\
version: 1
lint:
  select: [default, CA403]
  ignore: [CA403]
""",
        good="""\
version: 1
lint:
  select: [default]
  ignore: [CA403]
""",
        fix="Delete one of the two.",
    ),
    _page(
        code="CA911",
        name="idle-pattern",
        summary="A pattern below `per-file` matches no scenario.",
        why="What is selected or ignored there counts for nothing, most often after files were renamed or "
        "deleted. It is an info: the files may come with another branch of the repository.",
        bad="""\
version: 1
lint:
  per-file:
    "suport/**": {ignore: [CA402]}
""",
        good="""\
version: 1
lint:
  per-file:
    "support/**": {ignore: [CA402]}
""",
        fix="Correct the pattern, or delete it with what is below it. It is held against the path from "
        "callr.yaml's folder on, and against its ends: `support/**` matches `scenarios/support/desk.yaml`.",
    ),
    _page(
        code="CA912",
        name="unknown-rule",
        summary="A code, a name or a profile below `lint` that does not exist.",
        why="What was meant to be checked, or to be left out, is not. All else in the file counts: an "
        "unknown code or name is left out of its list, and an unknown profile is the default one. Commands "
        "other than `lint`, `fix` and `watch` stop there.",
        bad="""\
version: 1
lint:
  ignore: [unknown-brunch]
""",
        good="""\
version: 1
lint:
  ignore: [unknown-branch]
""",
        fix="Write a code, the beginning of one or a name; `callr-actions explain` lists them.",
    ),
)
