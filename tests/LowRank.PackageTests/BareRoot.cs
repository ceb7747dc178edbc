using System.Text.RegularExpressions;

namespace LowRank.Tests;

/// <summary>
/// A root file system that holds an application and the system's libraries that it and the .NET runtime are linked with, less OpenMP's:
/// what a minimal container image has. Entering it needs root, or a kernel that lets users have namespaces of their own; else the test is
/// skipped.
/// </summary>
internal sealed partial class BareRoot : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lowrank-root-").FullName;

    public BareRoot(string application)
    {
        string app = Directory.CreateDirectory(Path.Combine(_root, "app")).FullName;
        foreach (string file in Directory.GetFiles(application))
        {
            File.Copy(file, Path.Combine(app, Path.GetFileName(file)));
        }

        Directory.CreateDirectory(Path.Combine(_root, "tmp"));
        Directory.CreateDirectory(Path.Combine(_root, "proc"));
        foreach (string file in Directory.GetFiles(app).Where(
            file => Path.GetFileName(file) == "App" || file.Contains(".so", StringComparison.Ordinal)))
        {
            foreach (Match library in SystemLibrary().Matches(Shell.Run(app, "ldd", file).Output))
            {
                string path = library.Groups["path"].Value;
                string target = _root + path;
                if (path.Contains("libgomp", StringComparison.Ordinal) || path.StartsWith(_root, StringComparison.Ordinal)
                    || File.Exists(target))
                {
                    continue;
                }

                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(path, target);
            }
        }

        Assert.Equal([Path.Combine(app, "libgomp.so.1")], Directory.GetFiles(_root, "libgomp*", SearchOption.AllDirectories));
        ProgramResult probe = Enter("/lib64/ld-linux-x86-64.so.2", "--version");
        Assert.SkipWhen(probe.ExitCode != 0, $"This user cannot enter another root file system: {probe.Errors.Trim()}");
    }

    /// <summary>Runs the application there.</summary>
    public ProgramResult Run() => Enter("/app/App");

    public void Delete(string name) => File.Delete(Path.Combine(_root, "app", name));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private ProgramResult Enter(params string[] command)
    {
        // /proc, which .NET needs, is mounted in a namespace of the command's own; a user who is not root is root in another.
        string[] own = Environment.IsPrivilegedProcess ? [] : ["--map-root-user"];
        return Shell.Run(
            _root,
            "/usr/bin/env",
            [
                "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "unshare", .. own, "--mount", "--pid", "--fork",
                "sh", "-c", """mount -t proc proc "$0/proc" && exec chroot "$0" "$@" """, _root, .. command,
            ]);
    }

    // "libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x…)", and the loader itself without an arrow.
    [GeneratedRegex(@"(?<path>/\S+) \(0x")]
    private static partial Regex SystemLibrary();
}
