using System.CommandLine;
using LowRank;

Command environment = new("environment", "Say which native library is loaded, from where, and with how many threads.");
environment.SetAction(_ =>
{
    try
    {
        Console.WriteLine(LowRankEnvironment.Describe());
        return 0;
    }
    catch (NativeLibraryNotFoundException exception)
    {
        Console.Error.WriteLine(exception.Message);
        return 1;
    }
});

return new RootCommand("Low-rank linear algebra over Intel MKL.") { environment }.Parse(args).Invoke();
