using System.CommandLine;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge controller</c>: what moves a canary's traffic, by hand and on trial.</summary>
internal static class ControllerCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("controller", """
        Shows, reads, sets and tries what moves the canary's traffic.

        Examples:
          canaryjudge controller list
          canaryjudge controller read haproxy socket=/run/haproxy/admin.sock backend=web
          canaryjudge controller set haproxy socket=/run/haproxy/admin.sock backend=web --weight 0%
          canaryjudge controller test exec command=./controller.sh
        """)
    {
        ControllerListCommand.Create(),
        ControllerReadCommand.Create(),
        ControllerSetCommand.Create(),
        ControllerTestCommand.Create(),
    };
}
