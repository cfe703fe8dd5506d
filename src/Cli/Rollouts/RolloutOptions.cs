using System.CommandLine;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>What the commands of a rollout share: which one, and where its journal is.</summary>
internal sealed class RolloutOptions
{
    private readonly Argument<string> _id = new("ID") { Description = "The rollout: the name in its file." };
    private readonly Option<string?> _data = NewData();

    /// <summary>Where journals are.</summary>
    public static Option<string?> NewData() =>
        new("--data") { Description = "The data folder, which holds rollouts/ID. Default: $CANARYJUDGE_DATA, else the server's usual one.", HelpName = "FOLDER" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        _id.Validators.Add(r =>
        {
            if (!RolloutFileReader.Id().IsMatch(r.Tokens[0].Value))
            {
                r.AddError($"'{r.Tokens[0].Value}' is no id of a rollout: a-z, 0-9, dots and dashes, at most 63.");
            }
        });
        command.Arguments.Add(_id);
        command.Options.Add(_data);
    }

    /// <summary>The rollout.</summary>
    public string Id(ParseResult parsed) => parsed.GetValue(_id)!;

    /// <summary>Its folder.</summary>
    public string Folder(ParseResult parsed) => RolloutFolders.Of(parsed.GetValue(_data), Id(parsed));
}
