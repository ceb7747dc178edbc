using LowRank;
using LowRank.Interop;
using LowRank.NativeProbe;

// Loads the native library as the arguments and the environment say, does what the arguments name, one after the other, and
// prints one line `key=value` for each fact. Exit code: 0 done, 3 no native library (printed), 2 an unknown argument; anything
// else means that the process was killed.
foreach (string argument in args)
{
    string[] parts = argument.Split(':', 2);
    try
    {
        switch (parts[0])
        {
            case "--path":
                LowRankEnvironment.NativeLibraryPath = parts[1];
                break;
            case "--threads":
                LowRankEnvironment.ThreadCount = int.Parse(parts[1]);
                break;
            case "--reproducible":
                LowRankEnvironment.Reproducible = true;
                break;
            case "load":
                Actions.Load();
                break;
            case "describe":
                Report.Line("describe", LowRankEnvironment.Describe());
                break;
            case "functions":
                FunctionChecks.Run();
                break;
            case "locked":
                Actions.Locked();
                break;
            case "threads":
                Actions.Threads();
                break;
            case "workers":
                Actions.Workers(int.Parse(parts[1]));
                break;
            case "hash":
                Actions.Hash();
                break;
            case "call16":
                Actions.CallFromManyThreads();
                break;
            case "fail16":
                Actions.FailOnManyThreads();
                break;
            default:
                Report.Line("unknown", argument);
                return 2;
        }
    }
    catch (NativeLibraryNotFoundException error)
    {
        Report.Failure(error);
        return 3;
    }
}

Report.Line("done", "yes");
return 0;
