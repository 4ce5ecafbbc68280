from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import known_commands


def test_every_command_has_its_decision() -> None:
    def below(root: type[asked.Command]) -> set[type[asked.Command]]:
        children = set(root.__subclasses__())
        return children | {deeper for child in children for deeper in below(child)}

    assert set(known_commands()) == below(asked.Command) - {asked.TaskCommand}
